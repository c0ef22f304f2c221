"""The configured language model, and what stands in for it when it does not answer. Imported on the first turn."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import structlog
from pydantic_ai.exceptions import ModelAPIError
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from .breaker import Breaker
from .config import AssistantConfig

log = structlog.get_logger(__name__)


class Provider(NamedTuple):
    """A model, and how to let go of its connections."""

    model: Model
    close: Callable[[], Awaitable[None]]


def open_provider(config: AssistantConfig) -> Provider | None:
    """The configured model with one client for the whole process; None when the built-in assistant answers."""
    if config.chosen == "openai":
        return _openai(config)
    if config.chosen == "cohere":
        return _cohere(config)
    return None


def _settings(config: AssistantConfig) -> ModelSettings:
    return ModelSettings(max_tokens=config.openai_max_tokens, temperature=config.openai_temperature)


def _openai(config: AssistantConfig) -> Provider:
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    key = config.openai_api_key.get_secret_value() if config.openai_api_key else "none"
    # No retries: the circuit breaker and the built-in assistant answer sooner than the client's back-off would.
    client = AsyncOpenAI(
        api_key=key, base_url=config.openai_base_url, max_retries=0, timeout=float(config.assistant_timeout)
    )
    # Chat completions, not responses: the former is what every compatible server speaks.
    model = OpenAIChatModel(
        config.openai_model, provider=OpenAIProvider(openai_client=client), settings=_settings(config)
    )
    return Provider(model, client.close)


def _cohere(config: AssistantConfig) -> Provider | None:
    try:
        import httpx
        from cohere import AsyncClientV2
        from pydantic_ai.models.cohere import CohereModel
        from pydantic_ai.providers.cohere import CohereProvider
    except ImportError:
        log.warning("cohere_not_installed", hint="Install tasklore[cohere]; the built-in assistant answers meanwhile.")
        return None
    key = config.cohere_api_key.get_secret_value() if config.cohere_api_key else ""
    http = httpx.AsyncClient(timeout=config.assistant_timeout)
    client = AsyncClientV2(
        api_key=key,
        base_url=config.cohere_base_url,
        max_retries=0,
        httpx_client=http,
        log_warning_experimental_features=False,
    )
    provider = CohereProvider(cohere_client=client)
    model = CohereModel(config.cohere_model, provider=provider, settings=_settings(config))
    return Provider(model, http.aclose)


class GuardedModel(WrapperModel):
    """The provider's model for one turn; once it fails, the built-in one for the rest of that turn."""

    def __init__(self, provider: Model, standby: Model, breaker: Breaker) -> None:
        super().__init__(provider)
        self._standby = standby
        self._breaker = breaker
        self.failure: str | None = None

    @property
    def _is_out(self) -> bool:
        if self.failure is None and self._breaker.is_open:
            self.failure = "resting after failures"
        return self.failure is not None

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        if not self._is_out:
            try:
                response = await super().request(messages, model_settings, model_request_parameters)
            except ModelAPIError as error:
                self._fail(error)
            else:
                self._breaker.succeeded()
                return response
        return await self._standby.request(messages, None, model_request_parameters)

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: Any = None,
    ) -> AsyncGenerator[StreamedResponse]:
        if not self._is_out:
            stream = super().request_stream(messages, model_settings, model_request_parameters, run_context)
            try:
                response = await stream.__aenter__()
            except ModelAPIError as error:
                self._fail(error)
            else:
                try:
                    yield response
                except BaseException as error:
                    if not await stream.__aexit__(type(error), error, error.__traceback__):
                        raise
                else:
                    await stream.__aexit__(None, None, None)
                    self._breaker.succeeded()
                return
        async with self._standby.request_stream(messages, None, model_request_parameters, run_context) as response:
            yield response

    def _fail(self, error: ModelAPIError) -> None:
        self._breaker.failed()
        self.failure = type(error).__name__
        log.warning("language_model_failed", model=self.wrapped.model_name, error=type(error).__name__)
