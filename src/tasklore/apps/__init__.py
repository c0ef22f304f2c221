"""Which routers make which process."""
