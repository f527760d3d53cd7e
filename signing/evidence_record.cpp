#include "signing/evidence_record.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/digest_kind.h"
#include "signing/token_read.h"

#include <algorithm>
#include <array>
#include <optional>

namespace seihon::signing {

namespace {

constexpr std::size_t kMaxEvidenceBytes = 16u << 20;
constexpr std::size_t kMaxChains = 16;
constexpr std::size_t kMaxStamps = 64;
constexpr std::size_t kMaxLevels = 64;
constexpr std::size_t kMaxValues = 12'000;
constexpr std::array<std::uint8_t, 3> kEvidenceVersion{der::kInteger, 1, 1};

[[noreturn]] void malformedEvidence(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, "evidence record: " + what);
}

void needRoom(std::size_t size, std::size_t most, const char* of) {
    if (size >= most) {
        malformedEvidence(std::string("too many ") + of);
    }
}

// PartialHashtree. The RFC leaves the order open; here it is ascending, without doubles, so that
// nothing can be rearranged unseen.
std::vector<Der> readHashList(der::Reader reader, std::size_t valueBytes) {
    std::vector<Der> values;
    while (!reader.empty()) {
        needRoom(values.size(), kMaxValues, "hash values");
        const record::Bytes value = reader.next(der::kOctetString).content;
        values.emplace_back(value.begin(), value.end());
        if (value.size() != valueBytes ||
            (values.size() > 1 && values[values.size() - 2] >= values.back())) {
            malformedEvidence("hash values of another length or order");
        }
    }
    if (values.empty()) {
        malformedEvidence("an empty list of hash values");
    }
    return values;
}

ArchiveStamp readStamp(der::Reader reader) {
    std::optional<der::Reader> tree;
    if (reader.nextIs(der::context(2))) { // [2] IMPLICIT SEQUENCE OF PartialHashtree
        tree = reader.enter(der::context(2));
    }
    const record::Bytes token = reader.next(der::kSequence).whole;
    reader.end();
    ArchiveStamp stamp;
    stamp.token.assign(token.begin(), token.end());
    const TimestampInfo info = readToken(token).info;
    const DigestKind* const kind = findDigest(info.imprintAlgorithm);
    if (kind == nullptr || info.imprint.size() != kind->bytes) {
        malformedEvidence("a token with another digest");
    }
    stamp.at = info.at;
    stamp.imprint = {kind->name, info.imprint};
    while (tree && !tree->empty()) {
        needRoom(stamp.tree.size(), kMaxLevels, "levels");
        stamp.tree.push_back(readHashList(tree->enter(der::kSequence), kind->bytes));
    }
    if (tree && stamp.tree.empty()) {
        malformedEvidence("an empty hash tree");
    }
    return stamp;
}

ArchiveChain readChain(const der::Tlv& element) {
    ArchiveChain chain;
    chain.whole.assign(element.whole.begin(), element.whole.end());
    for (der::Reader reader(element.content); !reader.empty();) {
        needRoom(chain.stamps.size(), kMaxStamps, "timestamps");
        chain.stamps.push_back(readStamp(reader.enter(der::kSequence)));
        // §5.2: within a chain the algorithm does not change; another one begins another chain.
        if (chain.stamps.back().imprint.algorithm != chain.algorithm()) {
            malformedEvidence("two digests in one chain");
        }
    }
    if (chain.stamps.empty()) {
        malformedEvidence("an empty chain");
    }
    return chain;
}

std::vector<std::string> algorithmsOf(const EvidenceRecord& record) {
    std::vector<std::string> names;
    for (const ArchiveChain& chain : record.chains) {
        if (std::find(names.begin(), names.end(), chain.algorithm()) == names.end()) {
            names.push_back(chain.algorithm());
        }
    }
    return names;
}

Der encodeAlgorithms(const std::vector<std::string>& names) {
    Der algorithms;
    for (const std::string& name : names) {
        const DigestKind* const kind = digestNamed(name);
        if (kind == nullptr) {
            malformedEvidence("digest " + name);
        }
        const Der one = der::wrap(der::kSequence, der::oid(kind->oid)); // RFC 5754 §2
        algorithms.insert(algorithms.end(), one.begin(), one.end());
    }
    return der::wrap(der::kSequence, record::Bytes(algorithms));
}

Der concatenated(const std::vector<Der>& parts) {
    Der all;
    for (const Der& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

// Is the first list what the data objects need, and what stands at the top above it?
std::optional<DataDigest> rootOver(const ReducedHashtree& tree, const std::string& algorithm,
                                   std::vector<Der> objects) {
    std::sort(objects.begin(), objects.end());
    objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
    if (tree.empty()) {
        return objects.size() == 1 ? std::optional(DataDigest{algorithm, objects.front()})
                                   : std::nullopt;
    }
    // §4.3: a group must be there whole and alone; a single object may stand beside others.
    const bool fits = objects.size() == 1 ? std::binary_search(tree.front().begin(),
                                                               tree.front().end(), objects.front())
                                          : tree.front() == objects;
    if (!fits) {
        return std::nullopt;
    }
    Der top = digestOfList(algorithm, tree.front());
    for (std::size_t level = 1; level < tree.size(); ++level) {
        std::vector<Der> values = tree[level];
        if (std::binary_search(values.begin(), values.end(), top)) {
            return std::nullopt; // named though it is computed: a second spelling
        }
        values.push_back(std::move(top));
        top = digestOfList(algorithm, std::move(values));
    }
    return DataDigest{algorithm, std::move(top)};
}

// §5.2, hash-tree renewal: H(H(object) | H(all chains so far)) for each object.
std::vector<Der> objectsWithPast(const EvidenceObjects& objects,
                                 std::span<const ArchiveChain> past) {
    Der sequence;
    for (const ArchiveChain& chain : past) {
        sequence.insert(sequence.end(), chain.whole.begin(), chain.whole.end());
    }
    const DataDigest pastDigest =
        digestBy(objects.algorithm, der::wrap(der::kSequence, record::Bytes(sequence)));
    std::vector<Der> renewed;
    for (const Der& digest : objects.digests) {
        renewed.push_back(
            digestBy(objects.algorithm, concatenated({digest, pastDigest.bytes})).bytes);
    }
    return renewed;
}

} // namespace

Der digestOfList(std::string_view algorithm, std::vector<Der> values) {
    if (values.size() == 1) {
        return std::move(values.front());
    }
    std::sort(values.begin(), values.end());
    return digestBy(algorithm, concatenated(values)).bytes;
}

EvidenceRecord parseEvidenceRecord(record::Bytes bytes) {
    if (bytes.size() > kMaxEvidenceBytes) {
        malformedEvidence("too long");
    }
    if (!der::isDer(bytes)) {
        malformedEvidence("not DER");
    }
    der::Reader body(der::only(bytes, der::kSequence).content);
    if (!der::same(body.next(der::kInteger).whole, kEvidenceVersion)) {
        malformedEvidence("another version than 1");
    }
    const record::Bytes algorithms = body.next(der::kSequence).whole;
    EvidenceRecord record;
    for (der::Reader chains = body.enter(der::kSequence); !chains.empty();) {
        needRoom(record.chains.size(), kMaxChains, "chains");
        record.chains.push_back(readChain(chains.next(der::kSequence)));
    }
    body.end();
    if (record.chains.empty()) {
        malformedEvidence("no timestamp");
    }
    if (!der::same(encodeAlgorithms(algorithmsOf(record)), algorithms)) {
        malformedEvidence("its list of digests is not that of its tokens");
    }
    return record;
}

Der encodeArchiveStamp(const ReducedHashtree& tree, record::Bytes token) {
    Der lists;
    for (const std::vector<Der>& values : tree) {
        Der list;
        for (const Der& value : values) {
            const Der one = der::wrap(der::kOctetString, value);
            list.insert(list.end(), one.begin(), one.end());
        }
        const Der whole = der::wrap(der::kSequence, record::Bytes(list));
        lists.insert(lists.end(), whole.begin(), whole.end());
    }
    const Der wrapped = tree.empty() ? Der() : der::wrap(der::context(2), record::Bytes(lists));
    return der::wrap(der::kSequence, {wrapped, token});
}

Der encodeEvidenceRecord(const std::vector<std::string>& algorithms,
                         const std::vector<std::vector<Der>>& chains) {
    Der sequence;
    for (const std::vector<Der>& stamps : chains) {
        const Der chain = der::wrap(der::kSequence, record::Bytes(concatenated(stamps)));
        sequence.insert(sequence.end(), chain.begin(), chain.end());
    }
    return der::wrap(der::kSequence, {kEvidenceVersion, encodeAlgorithms(algorithms),
                                      der::wrap(der::kSequence, record::Bytes(sequence))});
}

std::vector<CoveredToken> coveredTokens(const EvidenceRecord& record,
                                        const std::vector<EvidenceObjects>& objects) {
    std::vector<CoveredToken> covered;
    for (std::size_t i = 0; i < record.chains.size(); ++i) {
        const ArchiveChain& chain = record.chains[i];
        const auto measured =
            std::find_if(objects.begin(), objects.end(), [&](const EvidenceObjects& one) {
                return one.algorithm == chain.algorithm();
            });
        if (measured == objects.end()) {
            return {};
        }
        std::vector<Der> leaves =
            i == 0 ? measured->digests
                   : objectsWithPast(*measured, std::span(record.chains).first(i));
        for (const ArchiveStamp& stamp : chain.stamps) {
            const auto root = rootOver(stamp.tree, chain.algorithm(), leaves);
            if (!root) {
                return {};
            }
            covered.push_back({stamp.token, stamp.at, *root});
            // §5.2, timestamp renewal: the next one covers this one.
            leaves = {digestBy(chain.algorithm(), stamp.token).bytes};
        }
    }
    return covered;
}

} // namespace seihon::signing
