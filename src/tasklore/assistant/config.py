"""Settings of the assistant."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator

from tasklore.platform.config import Config, env


class AssistantConfig(Config):
    """Which language model the assistant uses. With nothing set, the built-in one, which opens no connection."""

    assistant_model: Literal["auto", "builtin", "openai", "cohere"] = "auto"
    """Who answers: "auto" takes OpenAI, then Cohere, whichever has a key or an address, then the built-in assistant."""

    openai_api_key: Annotated[SecretStr | None, env("OPENAI_API_KEY", example="sk-…")] = None
    """Key for OpenAI or a compatible server."""

    openai_base_url: Annotated[str | None, env("OPENAI_BASE_URL", example="http://localhost:11434/v1")] = None
    """Address of a server that speaks OpenAI's chat completions, such as Ollama, vLLM or llama.cpp."""

    openai_model: str = "gpt-4o-mini"
    """Model name at OpenAI or the compatible server."""

    openai_max_tokens: Annotated[int, Field(ge=16, le=1_000_000)] = 1000
    """Most tokens of one answer."""

    openai_temperature: Annotated[float, Field(ge=0, le=2)] = 0.2
    """How freely the model chooses its words, from 0 to 2."""

    cohere_api_key: Annotated[SecretStr | None, env("COHERE_API_KEY", example="…")] = None
    """Key for Cohere; needs the extra `tasklore[cohere]`."""

    cohere_model: str = "command-a-03-2025"
    """Model name at Cohere."""

    cohere_base_url: Annotated[str | None, env("COHERE_BASE_URL", example="https://api.cohere.com")] = None
    """Another address that speaks Cohere's protocol."""

    assistant_timeout: Annotated[int, Field(ge=1, le=600)] = 60
    """Seconds that one request to a language model may take before the built-in assistant answers instead."""

    mcp_enabled: bool = True
    """Serve the assistant's tools to MCP clients at /mcp."""

    @field_validator("openai_base_url", "cohere_base_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/") if value else value

    @property
    def chosen(self) -> Literal["builtin", "openai", "cohere"]:
        """The model that "auto" comes to."""
        if self.assistant_model != "auto":
            return self.assistant_model
        if self.openai_api_key is not None or self.openai_base_url is not None:
            return "openai"
        return "cohere" if self.cohere_api_key is not None else "builtin"
