"""Query parameters that every list has. Apart from `listing`, so that services do not load the framework."""

from typing import Annotated

from fastapi import Query

from tasklore.platform.paging import MOST

Limit = Annotated[int, Query(ge=1, le=MOST, description="Most items of a page.")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before.")]
