#include "signing/received_document.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/findings.h"
#include "signing/received_signature.h"

#include <algorithm>
#include <array>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::LaterShown;
using record::PdfSignature;
using record::PdfState;
using record::ReceivedSignature;
using record::ReceivedState;
using record::Severity;

constexpr std::string_view kPlain = "adbe.pkcs7.detached";
constexpr std::string_view kCades = "ETSI.CAdES.detached";
constexpr std::string_view kTimestamp = "ETSI.RFC3161";
// Proven wrong, and not only unknown or not believed.
constexpr std::array kBroken{
    FindingId::SignatureRangeWrong,        FindingId::SignatureInvalid,
    FindingId::SigningCertificateMismatch, FindingId::SignerCertificateRevoked,
    FindingId::TimestampImprintWrong,      FindingId::TimestampInvalid,
    FindingId::TimestampCertificateRevoked};

struct Located {
    CoveredBytes content;
    Der contents; // the hole's bytes without the padding behind
    std::size_t end = 0;
    std::size_t holeFrom = 0;
};

std::uint8_t nibbleOf(std::uint8_t c) {
    return static_cast<std::uint8_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

// Where the signature lies. The reader of the file ran in a process that a stranger's bytes may
// have taken over: what it says about places is seen to again.
std::optional<Located> locate(record::Bytes file, const PdfSignature& claimed, std::string& why) {
    const auto& range = claimed.byteRange;
    const auto size = static_cast<std::int64_t>(file.size());
    why = "ByteRange";
    if (range.size() != 4 || range[0] != 0 || range[1] <= 0 || range[2] < range[1] + 2 ||
        range[2] > size || range[3] < 0 || range[3] > size - range[2]) {
        return std::nullopt;
    }
    const auto from = static_cast<std::size_t>(range[1]);
    const auto until = static_cast<std::size_t>(range[2]);
    const record::Bytes hole = file.subspan(from, until - from);
    const auto isHex = [](std::uint8_t c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    why = "more than the signature between the ranges";
    if (!claimed.holeIsContents || hole.front() != '<' || hole.back() != '>' ||
        hole.size() % 2 != 0 || !std::all_of(hole.begin() + 1, hole.end() - 1, isHex)) {
        return std::nullopt;
    }
    Located place;
    place.end = until + static_cast<std::size_t>(range[3]);
    place.holeFrom = from;
    place.content = {file.first(from), file.subspan(until, place.end - until)};
    for (std::size_t at = 1; at + 1 < hole.size(); at += 2) {
        place.contents.push_back(
            static_cast<std::uint8_t>(nibbleOf(hole[at]) << 4 | nibbleOf(hole[at + 1])));
    }
    return place;
}

// Space is reserved before the signature is made: zeros behind it (ISO 32000-1 §12.8.3.3.1).
// Faults: Malformed.
record::Bytes withoutPadding(const Der& contents) {
    der::Reader reader(contents);
    const record::Bytes signature = reader.next().whole;
    const auto rest = record::Bytes(contents).subspan(signature.size());
    if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; })) {
        throw record::Fault(record::FaultKind::Malformed, "more than padding behind the signature");
    }
    return signature;
}

ReceivedState stateOf(const record::Verdict& verdict) {
    for (const FindingId id : kBroken) {
        const auto& all = verdict.findings;
        if (std::any_of(all.begin(), all.end(), [id](const record::Finding& one) {
                return one.id == id && one.severity == Severity::Refuse;
            })) {
            return ReceivedState::Broken;
        }
    }
    if (verdict.has(FindingId::ChangedAfterSigning)) {
        return ReceivedState::ChangedAfterSigning;
    }
    return verdict.permitted() ? ReceivedState::Good : ReceivedState::CannotBeJudged;
}

class Judge {
  public:
    Judge(record::Bytes file, const record::PdfReading& reading, const Trust& trust,
          record::Instant now)
        : m_file(file), m_reading(reading), m_trust(trust), m_now(now) {
        m_beside.certificates = reading.certificates;
        m_beside.crls = reading.lists;
    }

    std::vector<ReceivedSignature> run() {
        for (const PdfSignature& claimed : m_reading.signatures) {
            ReceivedSignature signature;
            signature.field = claimed.field;
            signature.subFilter = claimed.subFilter;
            std::string why;
            m_places.push_back(locate(m_file, claimed, why));
            if (!m_places.back()) {
                refuse(signature.verdict, FindingId::SignatureRangeWrong, why, claimed.field);
            } else {
                judgeCover(claimed, signature);
            }
            m_signatures.push_back(std::move(signature));
        }
        // The newest first: each document timestamp proves when what lies before it was there.
        const auto byEnd = newestFirst();
        for (const bool timestamps : {true, false}) {
            for (const std::size_t i : byEnd) {
                if ((m_signatures[i].subFilter == kTimestamp) == timestamps) {
                    judgeOne(i);
                }
            }
        }
        for (ReceivedSignature& signature : m_signatures) {
            signature.state = stateOf(signature.verdict);
        }
        return std::move(m_signatures);
    }

  private:
    std::vector<std::size_t> newestFirst() const {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            if (m_places[i]) {
                order.push_back(i);
            }
        }
        std::sort(order.begin(), order.end(), [this](std::size_t left, std::size_t right) {
            return m_places[left]->end > m_places[right]->end;
        });
        return order;
    }

    void judgeCover(const PdfSignature& claimed, ReceivedSignature& signature) const {
        signature.coversWholeFile = m_places.back()->end == m_file.size();
        if (signature.coversWholeFile) {
            return;
        }
        record::Finding finding;
        finding.subject = claimed.field;
        if (claimed.later == LaterShown::Same || claimed.later == LaterShown::SignaturesAdded) {
            finding.id = FindingId::AddedAfterSigning;
            finding.measured = std::string(record::enumName(claimed.later));
            finding.severity = claimed.later == LaterShown::Same ? Severity::Note : Severity::Warn;
        } else {
            finding.id = FindingId::ChangedAfterSigning;
            finding.measured = static_cast<std::int64_t>(m_places.back()->end);
        }
        signature.verdict.add(std::move(finding));
    }

    // The earliest of the document timestamps that hold and cover the place.
    std::optional<record::Instant> coveredAt(const Located& place) const {
        std::optional<record::Instant> earliest;
        for (std::size_t i = 0; i < m_signatures.size(); ++i) {
            const ReceivedSignature& other = m_signatures[i];
            const bool covers = other.subFilter == kTimestamp && m_places[i] && other.provenAt &&
                                m_places[i]->holeFrom >= place.end;
            if (covers && (!earliest || *other.provenAt < *earliest)) {
                earliest = other.provenAt;
            }
        }
        return earliest;
    }

    void judgeOne(std::size_t i) {
        ReceivedSignature& signature = m_signatures[i];
        const Located& place = *m_places[i];
        const ForeignQuestion question{place.content, signature.subFilter == kCades, m_now,
                                       coveredAt(place), m_beside};
        try {
            const record::Bytes cms = withoutPadding(place.contents);
            if (signature.subFilter == kTimestamp) {
                judgeDocumentTimestamp(cms, m_trust, question, signature);
            } else if (signature.subFilter == kPlain || signature.subFilter == kCades) {
                judgeForeignSignature(cms, m_trust, question, signature);
            } else {
                refuse(signature.verdict, FindingId::SignatureKindUnknown, signature.subFilter,
                       signature.field);
            }
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            refuse(signature.verdict, FindingId::SignatureMalformed, fault.what(), signature.field);
        }
    }

    record::Bytes m_file;
    const record::PdfReading& m_reading;
    const Trust& m_trust;
    const record::Instant m_now;
    ValidationMaterial m_beside;
    std::vector<std::optional<Located>> m_places;
    std::vector<ReceivedSignature> m_signatures;
};

void judgeReadability(const record::PdfReading& reading, record::Verdict& verdict) {
    switch (reading.state) {
    case PdfState::Readable:
        if (reading.repaired) {
            verdict.add({FindingId::DocumentRepaired, Severity::Warn, nullptr, nullptr, "",
                         std::nullopt, ""});
        }
        return;
    case PdfState::Encrypted:
        refuse(verdict, FindingId::DocumentEncrypted);
        return;
    case PdfState::TooMuch:
        refuse(verdict, FindingId::DocumentTooLarge, reading.failure);
        return;
    case PdfState::NotPdf:
    case PdfState::Damaged:
        refuse(verdict, FindingId::DocumentUnreadable, reading.failure);
        return;
    }
}

} // namespace

namespace {

// A later update may name other fields, or none: the signature that stood there before is then
// shown to nobody. Its dictionary cannot be compressed (ISO 32000-2 §12.8.1), so it is seen in the
// bytes.
void judgeUnreached(record::Bytes file, record::ReceivedDocument& document) {
    constexpr std::string_view kName = "/ByteRange";
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    std::int64_t there = 0;
    for (std::size_t at = text.find(kName); at != text.npos; at = text.find(kName, at + 1)) {
        ++there;
    }
    const auto reached = static_cast<std::int64_t>(document.signatures.size());
    if (there > reached) {
        document.state = std::max(document.state, ReceivedState::CannotBeJudged);
        document.verdict.add(
            {FindingId::SignatureNotReached, Severity::Warn, there, reached, "", std::nullopt, ""});
    }
}

} // namespace

record::ReceivedDocument judgeReceived(record::Bytes file, const record::PdfReading& reading,
                                       const Trust& trust, record::Instant now) {
    record::ReceivedDocument document;
    document.pages = reading.pages;
    judgeReadability(reading, document.verdict);
    if (!document.verdict.permitted()) {
        return document;
    }
    document.signatures = Judge(file, reading, trust, now).run();
    // A timestamp alone says when, and not who.
    const bool signedByAnybody =
        std::any_of(document.signatures.begin(), document.signatures.end(),
                    [](const ReceivedSignature& one) { return one.subFilter != kTimestamp; });
    document.state = signedByAnybody ? ReceivedState::Good : ReceivedState::NotSigned;
    for (const ReceivedSignature& signature : document.signatures) {
        document.state = std::max(document.state, signature.state);
    }
    judgeUnreached(file, document);
    if (!signedByAnybody && document.state == ReceivedState::NotSigned) {
        document.verdict.add(
            {FindingId::DocumentNotSigned, Severity::Note, nullptr, nullptr, "", std::nullopt, ""});
    }
    return document;
}

} // namespace seihon::signing
