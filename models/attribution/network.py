"""The attribution network: one encoder, a tagger over its tokens, and a tagger for one cue at a time.

The first tagger labels each token as cue, source, content or none. The second takes a cue and labels the
tokens that are the source and the content of that cue alone, which links the three and keeps a content
together that is split by its own "he said". Both end in a linear-chain CRF over begin / inside / end /
single labels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertModel

from claimcheck.backends.attribution_decode import LINK_ROLES, ROLES
from claimcheck.backends.attribution_text import BUCKETS, SHAPES
from models.attribution.crf import Transitions

TAGS, LINKS = 1 + 4 * len(ROLES), 1 + 4 * len(LINK_ROLES)
PARAGRAPHS_AWAY = 5  # two or more before, one before, the same, one after, two or more after


class Linker(nn.Module):
    """Labels of a cue's own source and content, from projections of tokens and cue."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.distance = nn.Embedding(BUCKETS, width)
        self.paragraph = nn.Embedding(PARAGRAPHS_AWAY, width)
        self.tags = nn.Linear(TAGS, width, bias=False)
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Conv1d(width, width, 3, padding=1)
        self.attention = nn.TransformerEncoderLayer(
            width, 4, 2 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.out = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.1), nn.Linear(width, LINKS))

    def forward(
        self, token: Tensor, cue: Tensor, tags: Tensor, distance: Tensor, paragraph: Tensor, mask: Tensor
    ) -> Tensor:
        """token (n, t, 2 width), cue (n, 2 width), tags (n, t, TAGS), the rest (n, t) -> (n, t, LINKS)."""
        w = self.width
        mixed = token[..., :w] + cue[:, None, :w] + token[..., w:] * cue[:, None, w:]
        mixed = mixed + self.distance(distance) + self.paragraph(paragraph) + self.tags(tags)
        hidden = nn.functional.gelu(self.norm(mixed)) * mask[..., None]
        hidden = hidden + nn.functional.gelu(self.conv(hidden.transpose(1, 2)).transpose(1, 2))
        return self.out(self.attention(hidden, src_key_padding_mask=mask == 0))


class AttributionNetwork(nn.Module):
    def __init__(self, encoder: BertModel, width: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.shape = nn.Embedding(SHAPES, size)
        nn.init.zeros_(self.shape.weight)
        self.dropout = nn.Dropout(dropout)
        self.tag = nn.Linear(size, TAGS)
        self.token = nn.Linear(size, 2 * width)
        self.cue = nn.Linear(size, 2 * width)
        self.linker = Linker(width)
        self.tag_crf = Transitions(len(ROLES))
        self.link_crf = Transitions(len(LINK_ROLES))

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(b, t) each -> tag scores (b, t, TAGS), token and cue projections (b, t, 2 width)."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.tag(hidden), self.token(hidden), self.cue(hidden)

    def link(self, encoded: tuple[Tensor, Tensor, Tensor], rows: dict[str, Tensor], mask: Tensor) -> Tensor:
        """Label scores of each cue row; `cue_weights` (n, t) averages the tokens of the cue."""
        tags, token, cue = encoded
        at = rows["window"]
        own = torch.einsum("nt,ntd->nd", rows["cue_weights"].to(cue.dtype), cue[at])
        probabilities = tags.float().softmax(-1).detach()[at].to(token.dtype)
        return self.linker(token[at], own, probabilities, rows["distance"], rows["paragraph"], mask[at].to(token.dtype))
