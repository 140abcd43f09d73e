#!/usr/bin/env python3
"""What int8 costs and brings: our graph that quantises a token at a time beside onnxruntime's own quantisers.

    python -m benchmarks.quantisation --data ../shared/data [--model FOLDER] [--sample N] [--only WORDS]…

All start from the same fp32 graph. Of each: the size, accuracy on every Nth dev row, the share of these rows that come
out otherwise than with fp32, how far a probability moves from fp32's (mean of the largest change), and pairs of 40 to
50 tokens a second of the processor, on one thread, as times those of fp32 ONNX and of fp32 torch. The variants take
turns, so that all meet the same machine.

`--model` is a fine-tuned folder; or one that the program reads, as `models/nli`, whose weights are those that its int8
stands for: our way then loses nothing by rounding weights again, and the others may.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from benchmarks.nli import use_cores
from claimcheck.backends.onnx import OnnxNLI, OnnxSession, available_cores
from models.bert_onnx import Shape, build, restore
from models.encoder.make import installed_base
from models.nli import measure
from models.nli.data import Pair, read_pairs
from models.nli.export import Source, write_model

Feeds = dict[str, np.ndarray]
ATTENTION = ("query", "key", "value", "attention.output.dense")
LAYERS = 6
FEED_FORWARD_OUT = tuple(f"{layer}.output.dense" for layer in range(LAYERS))
FLOAT = {"": (), ", attention float": ATTENTION, ", feed-forward output float": FEED_FORWARD_OUT}


@dataclass
class Result:
    megabytes: float
    accuracy: float = 0.0
    flipped: float = 0.0
    moved: float = 0.0
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    options = parse()
    use_cores(options.threads)
    dev = read_pairs(options.data / "nli" / "dev.jsonl")
    train = read_pairs(options.data / "nli" / "train.jsonl")
    spread = train[:: max(1, len(train) // options.calibrate)][: options.calibrate]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        makers = variants(read_source(options.model), spread, work)
        wanted = [n for n in makers if n == "fp32" or not options.only or any(w in n for w in options.only)]
        results = {}
        for variant in wanted:
            makers[variant](work / variant)
            results[variant] = Result((work / variant / "model.onnx").stat().st_size / 1e6)
            print(f"made {variant}", flush=True)
        measure_accuracy(results, work, dev[:: options.sample])
        torch_seconds = measure_speed(results, work, dev, options.threads)
    print_table(results, torch_seconds, len(dev[:: options.sample]), options.threads)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with nli/")
    parser.add_argument("--model", type=Path, default=Path("models/nli"), help="weights, a folder")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="accuracy on every Nth dev row")
    parser.add_argument("--calibrate", type=int, default=300, metavar="N", help="training pairs for static int8")
    parser.add_argument("--threads", type=int, default=1, help="1 by default")
    parser.add_argument("--only", action="append", help="variants with this in their name, and fp32; repeatable")
    options = parser.parse_args()
    if not 1 <= options.threads <= available_cores():
        parser.error(f"--threads is 1 to {available_cores()} on this machine")
    if options.sample < 1 or options.calibrate < 1:
        parser.error("--sample and --calibrate are 1 or more")
    return options


def read_source(folder: Path) -> Source:
    if (folder / "model.onnx").exists():
        return Source(restore(onnx.load(folder / "model.onnx")), installed_base())
    return Source.of(folder)


# -- the variants, each a folder that the program can read


def variants(source: Source, calibration: Sequence[Pair], work: Path) -> dict[str, Callable[[Path], None]]:
    """Name to what writes the model folder. fp32 comes first: the others are made from it."""
    makers: dict[str, Callable[[Path], None]] = {"fp32": lambda out: write_fp32(source, out)}
    for kept, parts in FLOAT.items():
        makers[f"ours, a token at a time{kept}"] = ours(source, parts)
    for reduced in (True, False):
        for per_channel in (True, False):
            bits, scales = "7 bits" if reduced else "8 bits", "per channel" if per_channel else "per matrix"
            makers[f"dynamic, {bits}, {scales}"] = dynamic(work / "fp32", reduced, per_channel, ())
    for kept, parts in FLOAT.items():
        if parts:
            makers[f"dynamic, 7 bits, per channel{kept}"] = dynamic(work / "fp32", True, True, parts)
        makers[f"static, 7 bits, per channel{kept}"] = static(work / "fp32", parts, calibration)
    return makers


def write_fp32(source: Source, out: Path) -> None:
    """The float graph, with what the quantisers need: names of operators to leave out, and types of tensors.

    They infer types themselves but for what comes from operators of the `com.microsoft` domain.
    """
    write_model(source, out, int8=False)
    graph = build(source.weights, Shape.of(source.folder), head="pair", int8=False)
    for number, node in enumerate(graph.graph.node):
        weight = node.input[1] if node.op_type == "MatMul" else ""
        node.name = weight.removesuffix(".weight") or f"{node.op_type}_{number}"
        if weight:
            of_float = [onnx.helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in product_of(node)]
            graph.graph.value_info.extend(of_float)
    onnx.save(graph, out / "model.onnx")


def product_of(node: onnx.NodeProto) -> tuple[str, str]:
    """What is multiplied, and the product."""
    return node.input[0], node.output[0]


def ours(source: Source, keep_float: tuple[str, ...]) -> Callable[[Path], None]:
    return lambda out: write_model(source, out, int8=True, keep_float=keep_float)


def dynamic(fp32: Path, reduced: bool, per_channel: bool, keep_float: tuple[str, ...]) -> Callable[[Path], None]:
    def make(out: Path) -> None:
        from onnxruntime.quantization import quantize_dynamic

        quantize_dynamic(
            fp32 / "model.onnx",
            beside(fp32, out),
            per_channel=per_channel,
            reduce_range=reduced,
            nodes_to_exclude=left_out(fp32, keep_float),
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )

    return make


def static(fp32: Path, keep_float: tuple[str, ...], calibration: Sequence[Pair]) -> Callable[[Path], None]:
    def make(out: Path) -> None:
        from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

        quantize_static(
            fp32 / "model.onnx",
            beside(fp32, out),
            Calibration(fp32, calibration),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=left_out(fp32, keep_float),
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )

    return make


class Calibration:
    """The inputs of the training pairs, one at a time, as `quantize_static` reads them."""

    def __init__(self, folder: Path, pairs: Sequence[Pair]) -> None:
        session = OnnxSession(folder)
        self.rows: Iterator[Feeds] = iter([feeds(session, [pair]) for pair in pairs])

    def get_next(self) -> Feeds | None:
        return next(self.rows, None)


def beside(fp32: Path, out: Path) -> Path:
    """Where the model goes, with the tokenizer and configuration of the float one beside it."""
    shutil.copytree(fp32, out, ignore=shutil.ignore_patterns("model.onnx"))
    return out / "model.onnx"


def left_out(fp32: Path, keep_float: tuple[str, ...]) -> list[str]:
    """The matrices that stay float: those named, and, as in our graph, the pooler and the classifier."""
    names = [node.name for node in onnx.load(fp32 / "model.onnx").graph.node if node.op_type == "MatMul"]
    return [
        name
        for name in names
        if "layer" not in name or any(matrix.endswith(part) for matrix in name.split("+") for part in keep_float)
    ]


def feeds(session: OnnxSession, pairs: Sequence[Pair], longest: int = 256) -> Feeds:
    """One batch of pairs as the model's inputs; the premise is cut where a pair is too long."""
    rows = []
    for pair in pairs:
        premise, hypothesis = (encoding.ids for encoding in session.tokenize([pair.premise, pair.hypothesis]))
        first = [session.cls, *premise[: max(1, longest - len(hypothesis) - 3)], session.sep]
        rows.append((first, [*hypothesis, session.sep]))
    width = max(len(a) + len(b) for a, b in rows)
    ids, mask, types = (np.zeros((len(rows), width), np.int64) for _ in range(3))
    for k, (a, b) in enumerate(rows):
        ids[k, : len(a) + len(b)] = a + b
        mask[k, : len(a) + len(b)] = 1
        types[k, len(a) : len(a) + len(b)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


# -- measuring


def measure_accuracy(results: dict[str, Result], work: Path, pairs: list[Pair]) -> None:
    texts = [(pair.premise, pair.hypothesis) for pair in pairs]
    plain: np.ndarray | None = None
    for name, result in results.items():
        scores = OnnxNLI(work / name).predict(texts)
        plain = scores if plain is None else plain  # fp32 is the first
        result.accuracy = float(measure.correct(scores, pairs).mean())
        result.flipped = float((measure.correct(scores, pairs) != measure.correct(plain, pairs)).mean())
        result.moved = float(np.abs(scores - plain).max(axis=1).mean())
        print(f"measured {name}", flush=True)


def measure_speed(
    results: dict[str, Result], work: Path, pairs: list[Pair], threads: int, batch: int = 16, rounds: int = 15
) -> float:
    """Fill in the seconds of each; returns the median of torch. Of the processor, since others may use it too."""
    sessions = {name: OnnxSession(work / name) for name in results}
    some = next(iter(sessions.values()))
    near = [p for p in pairs[:2000] if 40 <= feeds(some, [p])["input_ids"].shape[1] <= 50][:batch]
    inputs = feeds(some, near)
    torch_run, torch_seconds = plain_torch(inputs, threads), []
    runs: list[tuple[Callable[[], Any], list[float]]] = [
        *((runner(sessions[name], inputs), result.seconds) for name, result in results.items()),
        (torch_run, torch_seconds),
    ]
    for turn in range(rounds + 1):
        for run, seconds in runs:
            started = time.process_time()
            run()
            if turn:  # the first one warms up
                seconds.append(time.process_time() - started)
    return statistics.median(torch_seconds)


def runner(session: OnnxSession, inputs: Feeds) -> Callable[[], Any]:
    rows = [
        (list(map(int, ids[mask == 1])), int((types[mask == 1] == 0).sum()))
        for ids, mask, types in zip(*inputs.values(), strict=True)
    ]
    return lambda: session.run(rows)


def plain_torch(inputs: Feeds, threads: int) -> Callable[[], Any]:
    """A BERT of the same shape in torch, fp32; random weights are as fast as any."""
    import torch
    from transformers import AutoConfig, BertForSequenceClassification

    torch.set_num_threads(threads)
    config = AutoConfig.from_pretrained(installed_base(), num_labels=3)
    model = BertForSequenceClassification(config).eval()
    tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}

    def run() -> None:
        with torch.inference_mode():
            model(**tensors)

    return run


def print_table(results: dict[str, Result], torch_seconds: float, rows: int, threads: int) -> None:
    plain = statistics.median(results["fp32"].seconds)
    vnni = vnni_here()
    print(f"\n{rows} dev rows; {threads} thread{'s' * (threads > 1)}; VNNI: {vnni}; times: of the processor")
    print(f"{'':58} {'MB':>6} {'dev':>6} {'flipped':>8} {'moved':>7} {'x fp32':>7} {'x torch':>8}")
    for name, result in results.items():
        seconds = statistics.median(result.seconds)
        print(
            f"{name:58} {result.megabytes:6.1f} {100 * result.accuracy:6.1f} {100 * result.flipped:7.1f}% "
            f"{result.moved:7.3f} {plain / seconds:7.2f} {torch_seconds / seconds:8.2f}"
        )


def vnni_here() -> str:
    flags = Path("/proc/cpuinfo")
    if not flags.exists():
        return "unknown"
    return "yes" if "vnni" in flags.read_text(encoding="utf-8") else "no"


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=UserWarning)
    main()
