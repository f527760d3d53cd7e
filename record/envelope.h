#pragma once

#include "record/entry.h"
#include "record/received_document.h"
#include "record/scan_job.h"

#include <span>
#include <string>
#include <vector>

namespace seihon::record {

enum class EnclosureKind { OpticalDisc, UsbStick, Film, Photographs, Card, Other };

template <>
struct EnumNames<EnclosureKind> {
    static constexpr std::array<std::pair<EnclosureKind, std::string_view>, 6> table{
        {{EnclosureKind::OpticalDisc, "optical-disc"},
         {EnclosureKind::UsbStick, "usb-stick"},
         {EnclosureKind::Film, "film"},
         {EnclosureKind::Photographs, "photographs"},
         {EnclosureKind::Card, "card"},
         {EnclosureKind::Other, "other"}}};
};

enum class EnclosureEnd { None, Taken, Returned };

template <>
struct EnumNames<EnclosureEnd> {
    static constexpr std::array<std::pair<EnclosureEnd, std::string_view>, 3> table{
        {{EnclosureEnd::None, "none"},
         {EnclosureEnd::Taken, "taken"},
         {EnclosureEnd::Returned, "returned"}}};
};

// What came with the paper and is never read on the station [W].
struct Enclosure {
    std::int64_t number = 0; // in the envelope, from 1
    EnclosureKind kind = EnclosureKind::Other;
    std::int64_t count = 1;
    std::string destination; // to whom it shall go
    Act noted;
    EnclosureEnd end = EnclosureEnd::None;
    std::string endedWith; // who took it, or to whom it was returned
    Act ended;
};

struct EnvelopeJob {
    std::string job;
    std::string handedOnTo; // empty: it is ours
    Act handedOn;
};

// A signed electronic document that came with it [A14]; its bytes are kept by their digest.
struct ReceivedInEnvelope {
    Digest file;
    ReceivedState state = ReceivedState::CannotBeJudged;
    Act checked;
};

// One envelope as it came: documents of perhaps several patients, and enclosures. Nothing but the
// fold of its entries, which carry its id in place of a job's.
struct Envelope {
    std::string id;
    std::string remark;
    Act opened;
    std::vector<EnvelopeJob> jobs;
    std::vector<Enclosure> enclosures;
    std::vector<ReceivedInEnvelope> received;
    std::string stampCapture; // the capture that shows the receipt stamp for all of them
    std::string stampJob;
    std::optional<Act> closed;
    std::uint64_t lastSequence = 0;
};

bool isAboutEnvelope(EntryKind kind);

// Entries of one envelope in ledger order; refusals among them change nothing. Faults: LedgerBroken
// for entries that do not fit.
Envelope foldEnvelope(std::span<const Entry> entries);

} // namespace seihon::record
