"""Serve a churn model: GET /healthz, POST /predict with one customer as a JSON object."""

import json
import os
import pickle
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open(os.environ.get("MODEL_PATH", "model.pkl"), "rb") as file:
    MODEL = pickle.load(file)  # our own file, out of our own image


def predict(customer):
    """The answer for one customer; KeyError, TypeError or ValueError if a feature is amiss."""
    features = {name: str(customer[name]) for name in MODEL["text"]}
    features |= {name: float(customer[name]) for name in MODEL["numbers"]}
    score = float(MODEL["pipeline"].predict_proba([features])[0, 1])
    model = {key: os.environ.get(f"MODEL_{key.upper()}", "") for key in ("name", "version")}
    return {"score": round(score, 6), "churn": score >= MODEL["threshold"], "model": model}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == "/healthz"
        self.answer(200 if found else 404, {"status": "ok"} if found else {"error": "not found"})

    def do_POST(self):
        if self.path != "/predict":
            return self.answer(404, {"error": "not found"})
        try:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.answer(200, predict(json.loads(body)))
        except (KeyError, TypeError, ValueError) as error:
            self.answer(400, {"error": f"{type(error).__name__}: {error}"})

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":
    ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler).serve_forever()
