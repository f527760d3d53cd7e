#include "record/envelope.h"

#include "record/fold_entry.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

class EnvelopeFold {
  public:
    EnvelopeFold(Envelope& envelope, const Entry& entry) : m_envelope(envelope), m_entry(entry) {}

    void apply();

  private:
    const Json& facts() const { return m_entry.what.facts; }
    Act act() const { return actOf(m_entry); }

    [[noreturn]] void broken(const std::string& why) const {
        refuseEntry("envelope " + m_entry.what.job, m_entry, why);
    }

    EnvelopeJob& child() {
        const std::string& job = facts().at("job").asString();
        const auto found = std::find_if(m_envelope.jobs.begin(), m_envelope.jobs.end(),
                                        [&](const EnvelopeJob& each) { return each.job == job; });
        if (found == m_envelope.jobs.end()) {
            broken("that job does not lie in it");
        }
        return *found;
    }

    void begin();
    void addJob();
    void handOn();
    void noteEnclosure();
    void settleEnclosure();

    Envelope& m_envelope;
    const Entry& m_entry;
};

void EnvelopeFold::begin() {
    if (!m_envelope.id.empty()) {
        broken("opened twice");
    }
    m_envelope.id = m_entry.what.job;
    m_envelope.remark = textIn(facts(), "remark");
    m_envelope.opened = act();
}

void EnvelopeFold::addJob() {
    const std::string& job = facts().at("job").asString();
    if (std::any_of(m_envelope.jobs.begin(), m_envelope.jobs.end(),
                    [&](const EnvelopeJob& each) { return each.job == job; })) {
        broken("that job lies in it already");
    }
    m_envelope.jobs.push_back({job, {}, {}});
}

void EnvelopeFold::handOn() {
    EnvelopeJob& job = child();
    job.handedOnTo = facts().at("to").asString();
    job.handedOn = act();
}

void EnvelopeFold::noteEnclosure() {
    Enclosure enclosure;
    enclosure.number = facts().at("number").asInt();
    enclosure.kind = enumIn<EnclosureKind>(facts(), "enclosure");
    enclosure.count = facts().at("count").asInt();
    enclosure.destination = facts().at("destination").asString();
    enclosure.noted = act();
    if (enclosure.number != static_cast<std::int64_t>(m_envelope.enclosures.size()) + 1) {
        broken("another number was next");
    }
    m_envelope.enclosures.push_back(std::move(enclosure));
}

void EnvelopeFold::settleEnclosure() {
    const std::int64_t number = facts().at("number").asInt();
    if (number < 1 || number > static_cast<std::int64_t>(m_envelope.enclosures.size())) {
        broken("there is no such enclosure");
    }
    Enclosure& enclosure = m_envelope.enclosures[static_cast<std::size_t>(number - 1)];
    if (enclosure.end != EnclosureEnd::None) {
        broken("it was settled before");
    }
    enclosure.end = enumIn<EnclosureEnd>(facts(), "end");
    enclosure.endedWith = facts().at("with").asString();
    enclosure.ended = act();
}

void EnvelopeFold::apply() {
    if (!isAboutEnvelope(m_entry.what.kind)) {
        return;
    }
    if (m_entry.what.kind != EntryKind::EnvelopeOpened && m_entry.what.job != m_envelope.id) {
        broken("it was never opened, or is another one");
    }
    if (m_envelope.closed) {
        broken("it is closed");
    }
    if (!m_envelope.id.empty() && m_entry.sequence <= m_envelope.lastSequence) {
        broken("out of order");
    }
    m_envelope.lastSequence = m_entry.sequence;
    if (m_entry.what.kind == EntryKind::EnvelopeOpened) {
        begin();
    } else if (m_entry.what.kind == EntryKind::EnvelopeJobAdded) {
        addJob();
    } else if (m_entry.what.kind == EntryKind::EnvelopeJobHandedOn) {
        handOn();
    } else if (m_entry.what.kind == EntryKind::EnclosureNoted) {
        noteEnclosure();
    } else if (m_entry.what.kind == EntryKind::EnclosureSettled) {
        settleEnclosure();
    } else if (m_entry.what.kind == EntryKind::EnvelopeStampNoted) {
        m_envelope.stampJob = child().job;
        m_envelope.stampCapture = facts().at("captureId").asString();
    } else if (m_entry.what.kind == EntryKind::ReceivedDocumentChecked) {
        m_envelope.received.push_back(
            {digestIn(facts(), "sha256"), enumIn<ReceivedState>(facts(), "state"), act()});
    } else {
        m_envelope.closed = act();
    }
}

} // namespace

bool isAboutEnvelope(EntryKind kind) {
    return kind == EntryKind::EnvelopeOpened || kind == EntryKind::EnvelopeJobAdded ||
           kind == EntryKind::EnvelopeJobHandedOn || kind == EntryKind::EnclosureNoted ||
           kind == EntryKind::EnclosureSettled || kind == EntryKind::EnvelopeStampNoted ||
           kind == EntryKind::EnvelopeClosed || kind == EntryKind::ReceivedDocumentChecked;
}

Envelope foldEnvelope(std::span<const Entry> entries) {
    Envelope envelope;
    for (const Entry& entry : entries) {
        EnvelopeFold(envelope, entry).apply();
    }
    return envelope;
}

} // namespace seihon::record
