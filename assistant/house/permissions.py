"""What each role may do. The only place where a role is turned into a permission."""

from __future__ import annotations

from assistant.house.model import ROLES, Permission, Role

_NEEDS: dict[Permission, Role] = {
    "read": "reader",
    "contribute": "contributor",
    "approve": "approver",
    "administer": "admin",
}


def allows(role: Role, permission: Permission) -> bool:
    """May somebody with this role do that? Each role may do all that the one before it may."""
    return ROLES.index(role) >= ROLES.index(_NEEDS[permission])
