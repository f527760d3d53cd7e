#pragma once

// Private to signing's .cpp files: a signature that came from outside, and the time that proves it.

#include "record/received_document.h"
#include "signing/trust.h"

#include <array>
#include <optional>

namespace seihon::signing {

// The bytes that a signature covers: before and after the hole in which it lies.
using CoveredBytes = std::array<record::Bytes, 2>;

struct ForeignQuestion {
    CoveredBytes content;
    bool isCades = false; // EN 319 142-1: signing-certificate-v2 is required
    record::Instant now{};
    std::optional<record::Instant> coveredAt; // a document timestamp over it that holds
    ValidationMaterial beside;                // that came with the document
};

// Fills in verdict, signer and times of `signature`. Judged as of the earliest timestamp that
// holds; without any, as of now, for the claimed time proves nothing. A timestamp that does not
// hold is a warning: without it the same is judged, and no better.
void judgeForeignSignature(record::Bytes cms, const Trust& trust, const ForeignQuestion& question,
                           record::ReceivedSignature& signature);

// An RFC 3161 token over the document itself (ISO 32000-2 §12.8.5).
void judgeDocumentTimestamp(record::Bytes token, const Trust& trust,
                            const ForeignQuestion& question, record::ReceivedSignature& signature);

} // namespace seihon::signing
