"""`audit models check`: one call a model, and what is wrong in words."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

WELL = {
    "model": "m-real",
    "choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 9, "completion_tokens": 1},
}


class Endpoint(BaseHTTPRequestHandler):
    """Answers as the model's name says: with a status, or well."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status = next((int(code) for code in ("401", "404", "429") if f"m-{code}" in body), 200)
        wrong = {"error": {"message": "no, and the key is sk-secret", "code": "insufficient_quota" if status == 429 else "odd"}}
        said = json.dumps(WELL if status == 200 else wrong).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def base_url():
    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_a_model_that_answers_is_well(audit, base_url):
    code, out, _ = audit("models", "check", "openai:m-1", "sim:careful", "--base-url", base_url)
    assert code == 0
    assert "openai:m-1: answers as m-real in " in out
    assert "10 tokens, price unknown" in out
    assert "sim:careful: answers as sim:careful" in out


@pytest.mark.parametrize(("model", "said"), [("m-401", "AUDIT_API_KEY"), ("m-404", "model name"), ("m-429", "credit")])
def test_what_is_wrong_is_said_in_words_and_the_others_are_asked_all_the_same(audit, base_url, monkeypatch, model, said):
    monkeypatch.setenv("AUDIT_API_KEY", "sk-secret")
    code, out, err = audit("models", "check", f"openai:{model}", "openai:m-1", "--base-url", base_url)
    assert code == 3
    assert said in out
    assert "openai:m-1: answers" in out
    assert "sk-secret" not in out + err


def test_nobody_there(audit):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, out, _ = audit("models", "check", "openai:x", "--base-url", f"http://127.0.0.1:{port}/v1")
    assert code == 3
    assert "check the base URL and that the server runs" in out
