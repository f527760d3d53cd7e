#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace seihon::support {

// How a FHIR server may behave.
enum class PeerManner {
    Good,
    BinaryAsJson,     // gives the resource whatever is asked
    LosesBinary,      // says 201 and has it not
    LosesReference,   // likewise
    ChangesBytes,     // keeps other bytes than it took
    OtherPatient,     // files it under somebody else
    LosesAnswer,      // takes it and breaks off, once for each resource
    Refuses,          // 422 with an OperationOutcome
    RefusesReference, // takes the Binary alone
    Fails,            // 500
    Forbids,          // 403
    Redirects,        // to itself under another path
    Sleeps,           // longer than anybody waits
    TalksWithoutEnd,
    TalksNonsense, // 200 with something that is no FHIR
};

// A FHIR R4 server in memory, on a free port of this machine.
class FhirPeer {
  public:
    explicit FhirPeer(PeerManner manner);
    // Over TLS, and only for who shows a certificate of this authority.
    FhirPeer(PeerManner manner, const std::filesystem::path& certificate,
             const std::filesystem::path& key, const std::filesystem::path& authority);
    ~FhirPeer();
    FhirPeer(const FhirPeer&) = delete; // owns a thread
    FhirPeer& operator=(const FhirPeer&) = delete;

    std::string base() const;
    std::map<std::string, std::string> resources() const; // by "Binary/ID"
    int puts() const;
    std::string authorization() const; // of the newest request
    void behave(PeerManner manner);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace seihon::support
