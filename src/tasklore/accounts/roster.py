"""Everyone who has an account, for whoever runs the place."""

from sqlalchemy import Text, bindparam, func, select

from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit

from .models import user
from .service import AccountService
from .user import User

_PAGE = Query(
    select(user).where(user.c.email > bindparam("after", type_=Text)).order_by(user.c.email).limit(bindparam("most")),
    "user.page",
)
_COUNT = Query(select(func.count()).select_from(user), "user.count")


class Roster:
    """The users, in the order of their addresses."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def page(self, after: str = "", most: int = 200) -> list[User]:
        """Those whose address comes after this one."""
        return [User(*row) for row in await self._unit.fetch_rows(_PAGE, after=after, most=most)]

    async def by_email(self, email: str) -> User | None:
        return await AccountService(self._unit).by_email(email)

    async def count(self) -> int:
        return int((await self._unit.fetch_rows(_COUNT))[0][0])
