"""The one family of errors of the portfolio's rules: a code for translation and the offending item."""

from __future__ import annotations


class PortfolioRuleError(ValueError):
    """An input breaks a rule: `code` says which, `item` names the candidate, criterion, cell or flow."""

    def __init__(self, code: str, item: object = "") -> None:
        self.code = code
        self.item = str(item)
        super().__init__(f"{code}: {self.item}" if self.item else code)
