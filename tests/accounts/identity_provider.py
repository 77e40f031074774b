"""A small OpenID Connect provider on this machine, speaking real HTTP; it stands in for the national one."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "ifi", "a secret between the two"


class Provider:
    """Signs whoever `person` is in at once; a test bends `claims` and what follows to play a wrong or hostile one."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signing_key = self.key
        self.person = {"sub": "7", "email": "dana@example.kz", "email_verified": True, "name": "Дана Ахметова"}
        self.claims: dict[str, object] = {}
        self.userinfo: dict[str, object] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}
        self.leaves_out = ""

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> dict[str, object]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes back to."""
        self.asked = query
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, object] | None:
        """A code is good once, with the secret, for the same address, and with the verifier of its challenge."""
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or form.get("client_secret") != SECRET
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked.get("code_challenge")
        ):
            return None
        claims = {"iss": self.issuer, "aud": CLIENT, "exp": time.time() + 60, "iat": time.time()}
        claims |= {"nonce": asked.get("nonce"), **self.person, **self.claims}
        claims.pop(self.leaves_out, None)
        token = jwt.encode(claims, self.signing_key, algorithm="RS256", headers={"kid": "one"})
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": token}
        answer.pop(self.leaves_out, None)
        return answer


@contextmanager
def running() -> Iterator[Provider]:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_port}")
        server.RequestHandlerClass = _handler(provider)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, _fields(urlsplit(self.path).query)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
                return
            answers = {
                "/.well-known/openid-configuration": provider.discovery,
                "/jwks": provider.jwks,
                "/userinfo": lambda: {**provider.person, **provider.userinfo},
            }
            self._answer(answers[path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token(_fields(body)))

        def _answer(self, content: dict[str, object] | None) -> None:
            body = json.dumps(content or {"error": "invalid_grant"}).encode()
            self.send_response(200 if content else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Tests keep quiet."""

    return Handler


def _fields(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}
