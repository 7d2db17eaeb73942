"""The icons of the product: which of Tabler's outline set are shipped, and the marks drawn here."""

from __future__ import annotations

from typing import Final

ICONS: Final = frozenset(
    [
        "activity",
        "adjustments-horizontal",
        "alert-circle",
        "alert-triangle",
        "archive",
        "arrow-back-up",
        "arrow-down",
        "arrow-down-right",
        "arrow-narrow-right",
        "arrow-up",
        "arrow-up-right",
        "arrows-sort",
        "bell",
        "book",
        "bookmark",
        "briefcase",
        "building",
        "bulb",
        "calendar",
        "calendar-event",
        "chart-bar",
        "chart-dots",
        "chart-line",
        "check",
        "checklist",
        "chevron-down",
        "chevron-left",
        "chevron-right",
        "chevron-up",
        "circle-check",
        "clipboard-text",
        "clock",
        "coin",
        "columns",
        "device-desktop",
        "dots",
        "download",
        "edit",
        "external-link",
        "eye",
        "eye-off",
        "file-spreadsheet",
        "file-text",
        "filter",
        "flag",
        "gavel",
        "git-branch",
        "grid-dots",
        "help",
        "history",
        "home",
        "info-circle",
        "key",
        "language",
        "layout-grid",
        "lifebuoy",
        "link",
        "list-check",
        "lock",
        "logout",
        "mail",
        "menu-2",
        "message",
        "minus",
        "moon",
        "notes",
        "paperclip",
        "pencil",
        "player-pause",
        "plus",
        "printer",
        "refresh",
        "report-analytics",
        "restore",
        "route",
        "scale",
        "school",
        "search",
        "send",
        "settings",
        "shield-lock",
        "sitemap",
        "sparkles",
        "star",
        "sun",
        "table",
        "target",
        "timeline",
        "tool",
        "trash",
        "trending-down",
        "trending-up",
        "trophy",
        "upload",
        "user",
        "user-check",
        "user-plus",
        "users",
        "wallet",
        "x",
    ],
)

_TICK = "M6.8 12.2l1.4-1.4 2.4 2.4 5.2-5.2 1.4 1.4-6.6 6.6z"

OWN_SYMBOLS: Final[dict[str, str]] = {
    "level-green": f'<path fill="currentColor" fill-rule="evenodd" '
    f'd="M12 2a10 10 0 1 1 0 20a10 10 0 0 1 0-20z{_TICK}"/>',
    "level-amber": (
        '<path fill="currentColor" fill-rule="evenodd" d="M10.6 3.1a1.6 1.6 0 0 1 2.8 0l8.9 15.6a1.6 1.6 0 0 1-1.4 2.4'
        'H3.1a1.6 1.6 0 0 1-1.4-2.4zM11 8.6v5.6h2V8.6zM11 15.9v2h2v-2z"/>'
    ),
    "level-red": (
        '<path fill="currentColor" fill-rule="evenodd" d="M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM8.5 7.1L7.1 8.5'
        'l3.5 3.5-3.5 3.5 1.4 1.4 3.5-3.5 3.5 3.5 1.4-1.4-3.5-3.5 3.5-3.5-1.4-1.4-3.5 3.5z"/>'
    ),
    "level-grey": (
        '<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-dasharray="3.4 2.255"/>'
        '<path d="M8 12h8" stroke="currentColor" stroke-width="2"/>'
    ),
    "level-blue": (
        f'<path fill="currentColor" fill-rule="evenodd" d="M5 2.5h14A2.5 2.5 0 0 1 21.5 5v14a2.5 2.5 0 0 1-2.5 2.5H5'
        f'A2.5 2.5 0 0 1 2.5 19V5A2.5 2.5 0 0 1 5 2.5z{_TICK}"/>'
    ),
    "compass": (
        '<circle cx="12" cy="12" r="9.6" fill="none" stroke="currentColor" stroke-width="1.4" opacity=".55"/>'
        '<path d="M12 2.4v2.2M12 19.4v2.2M2.4 12h2.2M19.4 12h2.2" stroke="currentColor" stroke-width="1.4"/>'
        '<path fill="currentColor" d="M12 5.2l2.5 6.8h-5z"/>'
        '<path fill="currentColor" opacity=".45" d="M12 18.8l2.5-6.8h-5z"/>'
    ),
}
