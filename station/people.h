#pragma once

#include "record/entry.h"
#include "regulation/judge_people.h"
#include "signing/pin.h"
#include "station/station.h"
#include "station/viewer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// One person as `user list` shows them.
struct PersonRow {
    config::Person person;
    bool hasPassword = false; // complete and as the log knows it
    regulation::LockOut lockOut;
    std::optional<record::Instant> lastLogin;
};

// An act by proxy that the person entitled has not confirmed yet, or somebody's broken glass that
// nobody has reviewed [F3, F13].
struct OpenAct {
    std::uint64_t sequence = 0; // of its entry
    record::Instant at{};
    record::Actor actor;
    std::string what; // the act, or the reason
    std::string job;
    std::vector<record::Entry> acts{}; // what was done meanwhile, of broken glass
};

struct TotpOutcome {
    record::Verdict verdict;
    signing::Pin uri; // "otpauth://…", shown once; empty when refused
};

// A card in a reader, as whoever registers it for a person wants to see it; no PIN is needed.
struct CardHere {
    std::string label, serial; // of the token
    std::string holder;        // as its certificate names the person
    record::Instant notAfter{};
    record::Digest signing;        // digest of the certificate
    record::Digest authentication; // zeros: the card has none
    std::string user;              // whose it is already; empty: nobody's
};

// Cards with a certificate for signing in the readers of these settings' module; nobody's yet.
// None when no module is set up. Faults: those of the card module.
std::vector<CardHere> cardsIn(const config::StationConfig& config);

// The verbs about people: who is at the desk, what they may, who looked, who reviews whom. State is
// the fold of entries; the files (people.toml, credentials) count as far as the log knows them.
class People {
  public:
    explicit People(Station& station) : m_station(station) {}

    // --- at the desk [F1] ---
    // Faults: LoginRefused, LoginLocked (before any card or password is touched), those of the
    // card.
    Session login(const std::string& user, signing::Pin pin);
    Session loginByPassword(const std::string& user, signing::Pin password, signing::Pin code);
    // For a while this person may look and scan without the right to it; conspicuous [F13].
    record::Verdict breakGlass(Session& session, const std::string& reason);

    // --- credentials: one's own, or by an administrator ---
    // Faults: Usage for a password that is too weak, NotFound.
    record::Verdict setPassword(const Session&, const std::string& user, signing::Pin password);
    TotpOutcome newTotpSecret(const Session&, const std::string& user);
    record::Verdict unlock(const Session&, const std::string& user);

    // --- the list itself [A10, F2]: an administrator's work, never on oneself ---
    // A new person, or more appointments and trainings of one who is there. The file is written
    // anew, without comments of a hand; the one before stays in people/. Faults: ConfigInvalid with
    // the reason, also when the file as it is cannot be read.
    record::Verdict appoint(const Session&, const config::Person& wanted);
    // From now on this person holds nothing, nor lends it to anybody. Faults: NotFound.
    record::Verdict retire(const Session&, const std::string& user);
    // cardsIn this station's readers, with whose they are. Faults: those of the card module.
    std::vector<CardHere> cardsHere();

    // --- review [F2, F3, F13] ---
    // What is wrong with the list of people, and what waits for somebody.
    record::Verdict check();
    std::vector<PersonRow> list();
    record::Verdict review(const Session&, const std::string& remark);
    std::vector<OpenAct> openBreakGlass();
    record::Verdict reviewBreakGlass(const Session&, std::uint64_t sequence,
                                     const std::string& remark);
    std::vector<OpenAct> openProxyActs();
    record::Verdict confirmProxy(const Session&, std::uint64_t sequence);

    // --- looking [F5] ---
    // May they? Asked of a person who logged in, otherwise always yes [B6]; a refusal is logged.
    record::Verdict judgeLook(const Viewer&, regulation::Authority, const std::string& recordId);
    void sawJob(const Viewer&, const std::string& job);
    // `aboutWhom`: what is told to nobody without the salt.
    void sawLog(const Viewer&, const record::Json& what, const record::Json& aboutWhom = {});
    // An entry about a look, in the name of the person or with "said to be".
    static record::EntryDraft draftOfLook(const Station&, const Viewer&, record::EntryKind kind);

    // --- for the station itself ---
    // Reads people.toml when it has changed, and logs what changed: nobody is appointed without a
    // trace. Faults: ConfigInvalid.
    void notice();
    // Says in the log that the next entry is made for somebody else; nothing when it is not.
    static std::optional<record::Entry> announceProxy(Station&, const record::Actor&,
                                                      regulation::Authority, const std::string& job,
                                                      record::Instant now);

  private:
    void takeLastList(const record::Fault& unreadable);
    // Keeps this list by its digest and says in the log what it changes, in the draft's name.
    void logList(const std::string& text, const std::vector<config::Person>& people,
                 record::EntryDraft draft);
    std::vector<config::Person> readList();
    record::EntryDraft draftOfChange(const Session&, const std::string& user, record::Instant now,
                                     record::Verdict&);
    void writeList(const std::vector<config::Person>& people, const record::EntryDraft& draft);
    // Nobody acts on an own entry of the list; a refusal is logged.
    void refuseOwn(const Session&, const std::string& user, record::Instant now,
                   record::EntryDraft draft, record::Verdict&);
    void judgeChangedSince(const std::optional<record::Entry>& review, record::Verdict&);
    const config::Person& personNamed(const std::string& user, record::EntryDraft& failed,
                                      record::Instant now);
    void refuseWhileLocked(const config::Person&, record::EntryDraft& failed, record::Instant now);
    regulation::LockOut lockOutOf(const config::Person&, record::Instant now);
    void noteLogin(Session&, std::optional<std::int64_t> step, record::Instant now);
    std::optional<std::int64_t> stepUsed(const std::string& user, record::Instant now);
    bool isLogged(const std::string& user, const record::Digest& digest);
    std::optional<regulation::BreakGlass> glassBrokenBy(const std::string& user,
                                                        record::Instant now);
    record::EntryDraft draftForCredential(const Session&, const std::string& user,
                                          record::Instant now, record::Verdict&);
    // In the role in which somebody comes in: the first that is in force.
    record::EntryDraft draftBy(const Session&, record::EntryKind kind, record::Instant now) const;
    std::vector<record::Entry> actsUnderGlass(const record::Entry& started);

    Station& m_station;
};

} // namespace seihon::station
