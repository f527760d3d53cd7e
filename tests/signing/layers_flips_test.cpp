// No bit of a record with layers can change unseen: neither of those that a layer covers nor of
// the layer that nothing covers yet.

#include "record/fault.h"
#include "signing/archive_layers.h"
#include "signing/evidence_use.h"
#include "signing/token_verify.h"
#include "signing/validation_data.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;

bool isExhaustive() {
    return std::getenv("SEIHON_EXHAUSTIVE") != nullptr;
}

const Instant kVerified = day("2035-02-01");

// One page, an evidence record over the completed seal, an archive timestamp of another unit over
// that, with validation data.
const Files& smallRecord() {
    static const Files files =
        renewed(renewedWithEvidence(decades().completed(), *decades().first, kNow),
                *decades().second, day("2035-01-10"));
    return files;
}

// One bit of every byte, or every bit.
void forEachFlip(const std::string& bytes, const std::function<void(const std::string&)>& judge) {
    std::string changed = bytes;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            if (!isExhaustive() && bit != (at * 5 + 3) % 8) {
                continue;
            }
            changed[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1u << bit));
            judge(changed);
            changed[at] = bytes[at];
        }
    }
}

TEST(LayerFlips, AreSeenInTheWholeRecord) {
    const Trust trust = decades().trustOf(kVerified);
    const auto permitted = [&](const Files& files) {
        return verifyInMemory(files, trust, kVerified).verdict.permitted();
    };
    ASSERT_TRUE(permitted(smallRecord()));
    std::size_t flips = 0;
    for (const auto& [path, bytes] : smallRecord()) {
        const std::size_t step = isExhaustive() ? 1 : 211; // bits; prime to 8
        for (std::size_t bit = path.size() % step; bit < bytes.size() * 8; bit += step, ++flips) {
            Files files = smallRecord();
            files[path][bit / 8] =
                static_cast<char>(bytes[bit / 8] ^ static_cast<char>(1u << (bit % 8)));
            EXPECT_FALSE(permitted(files)) << path << " bit " << bit;
        }
    }
    EXPECT_GT(flips, 200u);
}

TEST(LayerFlips, AreSeenInEveryByteOfTheLayers) {
    const LayersFound found = findLayers(MemoryRecord(smallRecord()).files());
    ASSERT_EQ(found.layers.size(), 2u);
    const Trust trust = decades().trustOf(kVerified);
    // A layer by itself: its own files against the rest, and its token.
    const auto permitted = [&](const LayerPaths& paths, const Files& files, bool withToken) {
        const MemoryRecord record(files);
        MeasuredFiles measured(record);
        LayerReading layer = readLayer(paths, measured);
        measured.measureBy(algorithmsOf(layer));
        compareLayer(layer, {coveredBy(paths, found, record.files()), {}}, measured);
        bool holds = layer.verdict.permitted() && layer.tokens.size() == 1;
        if (holds && withToken) {
            const CoveredToken& token = layer.tokens.front();
            holds =
                verifyTokenWithin(token.token, trust,
                                  {token.expected, {}, {}, kVerified, kClockAllowance, {}, true})
                    .verdict.permitted();
        }
        return holds;
    };
    for (const LayerPaths& paths : found.layers) {
        EXPECT_TRUE(permitted(paths, smallRecord(), true));
        Files files = smallRecord();
        for (const std::string& path : {paths.manifest, paths.proof}) {
            forEachFlip(smallRecord().at(path), [&](const std::string& changed) {
                files[path] = changed;
                EXPECT_FALSE(permitted(paths, files, true)) << path;
            });
            files[path] = smallRecord().at(path);
        }
    }
}

// By themselves, before any digest is compared: the lists and certificates are genuine and needed.
TEST(LayerFlips, AreSeenInTheValidationData) {
    const std::string path = "META-INF/validation002.p7b";
    Trust trust = decades().trustOf(kVerified);
    trust.crls = {decades().tsaList(kVerified - std::chrono::hours(3))};
    ASSERT_TRUE(smallRecord().contains(path));
    const auto chains = [&] {
        const LayersFound found = findLayers(MemoryRecord(smallRecord()).files());
        const MemoryRecord record(smallRecord());
        MeasuredFiles measured(record);
        const LayerReading layer = readLayer(found.layers.at(0), measured);
        const TokenVerification token = verifyTokenWithin(
            layer.tokens.at(0).token, trust, {{}, {}, {}, kVerified, kClockAllowance, {}, true});
        return std::vector<JudgedChain>{{token.chain, day("2035-01-10")}};
    }();
    const auto permitted = [&](const std::string& bytes) {
        try {
            return judgeUse(parseValidationData(record::bytesOf(bytes)),
                            {chains, record::FindingId::ValidationDataMalformed, path})
                .permitted();
        } catch (const record::Fault&) {
            return false;
        }
    };
    EXPECT_TRUE(permitted(smallRecord().at(path)));
    forEachFlip(smallRecord().at(path),
                [&](const std::string& changed) { EXPECT_FALSE(permitted(changed)); });
}

} // namespace
} // namespace seihon::signing
