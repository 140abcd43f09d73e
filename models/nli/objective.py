"""What training minimises, and how fast it goes there."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from models.nli.data import LABELS, NOT_CONTRADICTION, NOT_ENTAILMENT, UNLABELLED

NOT_ENTAILED = ("marginal", "neutral", "halves")  # what a row with that label can be charged for


def label_losses(logits: torch.Tensor, target: torch.Tensor, smoothing: float, not_entailed: str) -> torch.Tensor:
    """Cross-entropy of each row; nothing where any label may be right.

    A row that is not entailed is charged -log of the sum of neutral and contradiction (`not_entailed` "marginal"),
    or the cross-entropy of "neutral", or the mean of both ("halves"), in each case without smoothing.
    """
    log_p = F.log_softmax(logits.float(), dim=-1)
    known = target < len(LABELS)
    losses = F.nll_loss(log_p, target.clamp(max=len(LABELS) - 1), reduction="none")
    either = {
        "marginal": -torch.logsumexp(log_p[:, 1:], dim=-1),
        "neutral": -log_p[:, LABELS.index("neutral")],
        "halves": -log_p[:, 1:].mean(dim=-1),
    }
    losses = torch.where(target == NOT_ENTAILMENT, either[not_entailed], losses)
    losses = torch.where(target == NOT_CONTRADICTION, -torch.logsumexp(log_p[:, :-1], dim=-1), losses)
    losses = torch.where(target == UNLABELLED, 0.0, losses)
    uniform = -log_p.mean(dim=-1)
    return torch.where(known, (1 - smoothing) * losses + smoothing * uniform, losses)


def nli_loss(
    logits: torch.Tensor,
    target: torch.Tensor,
    smoothing: float,
    told: torch.Tensor | None = None,
    trust: float = 0.0,
    temperature: float = 1.0,
    not_entailed: str = "marginal",
) -> torch.Tensor:
    """What a batch is charged: its labels' loss, mixed with how far it is from what a teacher tells, where one does.

    Logits (batch, 3), target (batch,); `told` (batch, 3) are a teacher's probabilities, NaN where it was not asked.
    Hinton et al. 2015, "Distilling the Knowledge in a Neural Network": both sides softened by `temperature`, `trust`
    the share of the teacher's word. A row without a label is charged by the teacher alone.
    """
    losses = label_losses(logits, target, smoothing, not_entailed)
    if told is None:
        return losses.mean()
    asked = ~told[:, 0].isnan()
    soft = F.softmax(told.nan_to_num(1 / 3).clamp(min=1e-4).log() / temperature, dim=-1)
    own = F.log_softmax(logits.float() / temperature, dim=-1)
    taught = F.kl_div(own, soft, reduction="none").sum(-1) * temperature**2
    share = torch.where(target == UNLABELLED, 1.0, trust) * asked
    return ((1 - share) * losses + share * taught).mean()


def disagreement(logits: torch.Tensor, again: torch.Tensor) -> torch.Tensor:
    """How far two passes with other dropout masks differ: symmetric KL divergence, as in R-Drop (Liang et al. 2021)."""
    p, q = F.log_softmax(logits.float(), dim=-1), F.log_softmax(again.float(), dim=-1)
    there = F.kl_div(p, q, log_target=True, reduction="batchmean")
    back = F.kl_div(q, p, log_target=True, reduction="batchmean")
    return (there + back) / 2


def learning_rate(step: int, total: int, peak: float, warmup: float, decay: float) -> float:
    """Warm up, stay, fall: a trapezoid over `total` steps."""
    rise = (step + 1) / max(1.0, warmup * total)
    fall = (total - step) / max(1.0, decay * total)
    return peak * max(0.0, min(1.0, rise, fall))


class Average:
    """An exponential moving average of weights; its decay grows with the steps, so that the start is soon forgotten."""

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {name: value.detach().clone() for name, value in model.named_parameters() if value.requires_grad}

    @torch.no_grad()
    def update(self, model: torch.nn.Module) -> None:
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in model.named_parameters():
            if name in self.weights:
                self.weights[name].lerp_(value, 1 - decay)

    @torch.no_grad()
    def swap(self, model: torch.nn.Module) -> None:
        """Put the averages into the model and its weights here; a second call puts them back."""
        for name, value in model.named_parameters():
            if name in self.weights:
                kept = value.detach().clone()
                value.copy_(self.weights[name])
                self.weights[name] = kept
