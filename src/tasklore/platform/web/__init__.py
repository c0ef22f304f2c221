"""The HTTP edge: what holds for every request, whichever router answers it."""
