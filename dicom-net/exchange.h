#pragma once

#include "record/enum_names.h"
#include "record/json.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seihon::dicom_net {

// Mutual TLS (PS3.15 B.9: TLS 1.2 or newer). The peer's certificate must come from these
// authorities and carry this name: whoever else holds a certificate of theirs is not the archive.
struct TlsFiles {
    std::filesystem::path authorities, certificate, key;
    std::string serverName;
};

// The archive (PACS) at the other end of the link. AE titles: PS3.5 §6.2, 1 to 16 characters.
struct Peer {
    std::string host; // name or IPv4 address
    std::uint16_t port = 104;
    std::string calledAeTitle;
    std::string callingAeTitle = "SEIHON";
    std::chrono::seconds timeout{10}; // of each wait: connecting, association, answer; 1 to 300
    std::optional<TlsFiles> tls{};
};

// How talking with a peer ended.
enum class TalkEnd {
    Done,      // it answered everything; what it answered stands beside this
    Away,      // nobody listens, answers in time or stays on the line
    Refused,   // it does not want us, or not this service
    Untrusted, // its certificate, or the name in it, is not the one we know
    NotReady,  // our own settings or files cannot be used
    NotDicom,  // what answers does not speak DICOM
};

// What the worker is asked to do; one of them each time it is started.
enum class Errand { Echo, Store, Commit, Worklist, Find, Offer };

struct InstanceName {
    std::string sopClass, sopInstance;
    friend bool operator==(const InstanceName&, const InstanceName&) = default;
};

struct CommitWish {
    std::string transaction;
    std::vector<InstanceName> instances;
    std::vector<std::string> earlier; // transactions whose report may come now as well
    std::uint16_t replyPort = 0;   // where the report is awaited; 0: on the same association only
    std::chrono::seconds wait{20}; // for the report
};

// At least one is set; a name is never asked for (capture of names: an archive matches kanji only
// in the query's own character set).
struct WorklistWish {
    std::string patientId, accession, date; // date YYYYMMDD or a range of two
};

// Where instances are, and whose. With the files that were sent the answer has what stands in them
// as well, so that both can be compared.
struct FindWish {
    std::string study, series;
    std::vector<std::string> instances;
};

// Which of these encodings it takes of these classes; nothing is sent.
struct OfferWish {
    std::vector<std::string> sopClasses, transferSyntaxes;
};

struct Request {
    Errand errand{};
    Peer peer;
    std::vector<std::filesystem::path> files; // to store, or to compare with what is found
    CommitWish commit;
    WorklistWish worklist;
    FindWish find;
    OfferWish offer;
};

// What became of one file. No status: it was not sent, and `why` says why.
struct StoreResult {
    InstanceName instance;
    std::string transferSyntax;
    std::optional<std::int64_t> status; // PS3.7 C, PS3.4 B.2.3; 0 is success, 0xBxxx a warning
    std::string comment;                // Error Comment (0000,0902), cleaned
    std::string why;
};

struct TakenEncoding {
    std::string sopClass, transferSyntax;
    friend bool operator==(const TakenEncoding&, const TakenEncoding&) = default;
};

struct CommitFailure {
    std::string sopInstance;
    std::int64_t reason = 0; // Failure Reason (0008,1197), PS3.3 C.14.1.1
};

// N-EVENT-REPORT of storage commitment (PS3.4 J.3.3).
struct CommitReport {
    std::string transaction;
    std::vector<std::string> committed;
    std::vector<CommitFailure> failed;
};

// Values as they stand in the answer, undecoded: names of this program, bytes of the peer. Of Find
// "level" says what it is: study, instance, or sent for what stands in a file of ours.
using RawItem = std::map<std::string, std::string>;

struct Answer {
    TalkEnd end{};
    std::string why;        // where it did not end well
    bool transient = false; // the peer itself says: later
    std::string implementation;
    std::vector<StoreResult> stored;
    std::vector<CommitReport> reports;
    std::optional<std::int64_t> commitStatus; // of the N-ACTION; none: no answer to it
    std::vector<RawItem> items;
    std::vector<TakenEncoding> taken;
    bool tooMany = false; // the peer knows more than we took
};

inline constexpr std::size_t kMostFiles = 2000;
inline constexpr std::size_t kMostItems = 500;
inline constexpr std::size_t kRequestBytes = 4u << 20;
inline constexpr std::size_t kAnswerBytes = 16u << 20;

record::Json toJson(const Request&);
record::Json toJson(const Answer&);
// Faults: Malformed.
Request requestFromJson(const record::Json&);
Answer answerFromJson(const record::Json&);

// What the letter of DICOM's rules allows; `why` for people, empty when all is well.
std::string wrongInPeer(const Peer& peer);
// PS3.5 §9.1: 64 characters, digits and dots.
bool isUid(const std::string& text);

} // namespace seihon::dicom_net

namespace seihon::record {

template <>
struct EnumNames<dicom_net::TalkEnd> {
    static constexpr std::array table =
        std::to_array<std::pair<dicom_net::TalkEnd, std::string_view>>({
            {dicom_net::TalkEnd::Done, "Done"},
            {dicom_net::TalkEnd::Away, "Away"},
            {dicom_net::TalkEnd::Refused, "Refused"},
            {dicom_net::TalkEnd::Untrusted, "Untrusted"},
            {dicom_net::TalkEnd::NotReady, "NotReady"},
            {dicom_net::TalkEnd::NotDicom, "NotDicom"},
        });
};

template <>
struct EnumNames<dicom_net::Errand> {
    static constexpr std::array table =
        std::to_array<std::pair<dicom_net::Errand, std::string_view>>({
            {dicom_net::Errand::Echo, "Echo"},
            {dicom_net::Errand::Store, "Store"},
            {dicom_net::Errand::Commit, "Commit"},
            {dicom_net::Errand::Worklist, "Worklist"},
            {dicom_net::Errand::Find, "Find"},
            {dicom_net::Errand::Offer, "Offer"},
        });
};

} // namespace seihon::record
