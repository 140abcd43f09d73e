"""Vectors cut down to their principal components, a byte each, and products of these at the speed of integers.

Half of the directions hold most of what sets the vectors of an encoder apart. A byte is enough for a component, since
what is found by them is compared again with the whole vectors. The products are done by onnxruntime, which every
check loads for its encoder: NumPy multiplies integers one by one. They are exact, so the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]

#: The directions that are kept hold so much of the vectors' squared length: 184 of 384 for the bundled encoder.
ENERGY = 0.88

#: A code is a whole number of steps from -63 to 63, kept as 1 to 127: products of two fit into 16 bits, which is what
#: processors without VNNI add them in.
STEPS, ZERO = 63, 64

#: An ONNX graph of one operator, `MatMulInteger(a: uint8 [n, k], b: int8 [k, m]) -> c: int32 [n, m]`.
#: `tests/store/test_components.py` makes it with the `onnx` package.
PRODUCT = bytes.fromhex(
    "08083a620a180a01610a0162120163220d4d61744d756c496e74656765721201675a150a016112100a0e0802120a0a0312016e0a0312016b"
    "5a150a016212100a0e0803120a0a0312016b0a0312016d62150a016312100a0e0806120a0a0312016e0a0312016d42040a00100d"
)


@dataclass(frozen=True, slots=True)
class Components:
    """`basis` (d, k) turns vectors of d to their k components, k a multiple of 8; `step` is one unit of a code."""

    basis: NDArray[np.float32]
    step: float

    @classmethod
    def of(cls, sample: NDArray[Any]) -> Components:
        """The components of a sample of vectors (n, d), n > 0; the same sample gives the same."""
        rows = sample.astype(np.float32)
        energies, directions = np.linalg.eigh(rows.T @ rows)
        share = np.cumsum(energies[::-1]) / max(float(energies.sum()), 1e-12)
        width = -(-(int(np.searchsorted(share, ENERGY)) + 1) // 8) * 8
        kept = min(width, rows.shape[1])
        basis = np.zeros((rows.shape[1], width), np.float32)
        basis[:, :kept] = directions[:, ::-1][:, :kept]
        return cls(basis, max(float(np.abs(rows @ basis).max()) / STEPS, 1e-6))

    @property
    def width(self) -> int:
        return int(self.basis.shape[1])

    def codes(self, vectors: NDArray[Any]) -> Codes:
        """Vectors (n, d) to codes (n, k)."""
        steps = np.rint(vectors.astype(np.float32) @ self.basis / self.step)
        return (steps.clip(-STEPS, STEPS) + ZERO).astype(np.uint8)

    def questions(self, queries: NDArray[np.float32]) -> NDArray[np.int8]:
        """Query vectors (m, d) to the columns (k, m) that `products` takes."""
        # Not by `@`: BLAS would keep its threads awake for a tenth of a second, on the cores that search.
        components = np.einsum("md,dk->mk", queries.astype(np.float32), self.basis)
        most = np.maximum(np.abs(components).max(axis=1, keepdims=True), 1e-12)
        return np.ascontiguousarray(np.rint(components * (127 / most)).astype(np.int8).T)


def products(codes: Codes, questions: NDArray[np.int8]) -> NDArray[np.int32]:
    """How near each row is to each query (n, m): of one query the greater is the nearer; of two nothing is said."""
    return _session().run(None, {"a": codes, "b": questions})[0]


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # blocks are searched side by side
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(PRODUCT, options, providers=["CPUExecutionProvider"])
