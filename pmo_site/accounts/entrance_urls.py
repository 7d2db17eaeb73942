"""Addresses of sign-in, password, second factor and sessions, under the names that allauth looks for.

allauth's own table is not included: what is not listed here (signing up, e-mail addresses, codes by mail) does not
exist.
"""

from __future__ import annotations

from django.urls import path, re_path

from pmo_site.accounts.views import entrance, invitations

urlpatterns = [
    path("login/", entrance.sign_in, name="account_login"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("reauthenticate/", entrance.password_again, name="account_reauthenticate"),
    path("password/change/", entrance.password_change, name="account_change_password"),
    path("password/reset/", entrance.reset_ask, name="account_reset_password"),
    path("password/reset/done/", entrance.reset_asked, name="account_reset_password_done"),
    path("password/reset/key/done/", entrance.reset_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.reset_by_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", entrance.second_factor, name="mfa_index"),
    path("2fa/authenticate/", entrance.code, name="mfa_authenticate"),
    path("2fa/reauthenticate/", entrance.code_again, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", entrance.totp_activate, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", entrance.totp_deactivate, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", entrance.recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", entrance.recovery_codes_make, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", entrance.recovery_codes_download, name="mfa_download_recovery_codes"),
    path("sessions/", entrance.sessions, name="usersessions_list"),
    path("invitation/<slug:slug>/<str:key>/", invitations.accept, name="invitation"),
]
