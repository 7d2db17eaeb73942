"""Geometry of the charts that the server draws as SVG: plain numbers in, frozen values out, no markup."""
