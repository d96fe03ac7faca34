"""Every door into the assistant: command line, HTTP, page, OpenAI, MCP."""
