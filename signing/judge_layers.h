#pragma once

// Private to signing's .cpp files: do the layers over a seal keep it evidence?

#include "signing/archive_layers.h"
#include "signing/trust.h"

#include <optional>
#include <span>
#include <vector>

namespace seihon::signing {

struct SealBelow {
    ValidationMaterial embedded; // in the CMS
    std::vector<Der> tsaChain;   // by which its timestamp was judged
    std::optional<record::Instant> stampedAt;
};

struct LayersJudgement {
    record::Verdict verdict;
    std::vector<ArchiveLayer> layers;
    std::optional<record::Instant> endsAt; // of the newest
};

// Each token as of the one above it, the newest as of `now`, from the material that the layer above
// covers; times in order; every byte of the validation data needed.
LayersJudgement judgeLayers(std::span<const LayerReading> layers, const SealBelow& seal,
                            const Trust& trust, record::Instant now);

} // namespace seihon::signing
