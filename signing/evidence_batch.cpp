#include "signing/evidence_batch.h"

#include "record/fault.h"
#include "signing/evidence_record.h"

#include <algorithm>
#include <cassert>

namespace seihon::signing {

namespace {

// All levels of the tree, leaves first; a node without a sibling rises to the next level as it is.
using Levels = std::vector<std::vector<Der>>;

Levels levelsOver(std::string_view algorithm, std::vector<Der> leaves) {
    Levels levels{std::move(leaves)};
    while (levels.back().size() > 1) {
        const std::vector<Der>& below = levels.back();
        std::vector<Der> level;
        for (std::size_t i = 0; i < below.size(); i += 2) {
            level.push_back(i + 1 < below.size() ? digestOfList(algorithm, {below[i], below[i + 1]})
                                                 : below[i]);
        }
        levels.push_back(std::move(level));
    }
    return levels;
}

// §4.2.2: the group itself, then the sibling on every level up to the root.
ReducedHashtree reduced(const Levels& levels, std::size_t leaf, std::vector<Der> group) {
    ReducedHashtree tree{std::move(group)};
    for (std::size_t level = 0; level + 1 < levels.size(); ++level, leaf /= 2) {
        const std::size_t sibling = leaf ^ 1u;
        if (sibling < levels[level].size()) {
            tree.push_back({levels[level][sibling]});
        }
    }
    return tree;
}

std::vector<Der> sortedOnce(std::vector<Der> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

} // namespace

EvidenceBatch makeEvidenceRecords(std::span<const DigestGroup> groups, const EvidenceTerms& terms,
                                  TimestampAuthority& authority) {
    std::vector<std::vector<Der>> members;
    std::vector<Der> leafOf;
    for (const DigestGroup& group : groups) {
        assert(!group.empty());
        members.push_back(sortedOnce(group));
        leafOf.push_back(digestOfList(terms.algorithm, members.back()));
    }
    assert(!leafOf.empty());
    // Two groups of the same digests are one leaf: a node beside its equal would have no parent.
    const Levels levels = levelsOver(terms.algorithm, sortedOnce(leafOf));
    EvidenceBatch batch;
    batch.token = timestamp(authority, terms.trust, {terms.algorithm, levels.back().front()},
                            terms.now, terms.tolerance);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto place =
            std::lower_bound(levels.front().begin(), levels.front().end(), leafOf[i]);
        const Der stamp = encodeArchiveStamp(
            reduced(levels, static_cast<std::size_t>(place - levels.front().begin()),
                    std::move(members[i])),
            batch.token.der);
        batch.records.push_back(encodeEvidenceRecord({terms.algorithm}, {{stamp}}));
    }
    return batch;
}

} // namespace seihon::signing
