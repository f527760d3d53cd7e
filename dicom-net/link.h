#pragma once

// Private to dicom-net: it uses DCMTK, which wants its configuration first.
#include <dcmtk/config/osconfig.h>

#include "dicom-net/exchange.h"

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>
#include <dcmtk/dcmtls/tlslayer.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace seihon::dicom_net {

// Why there is no talking with a peer; ends as an Answer or, for echo(), as a Fault.
struct Trouble : std::runtime_error {
    Trouble(TalkEnd how, const std::string& why, bool later = false)
        : std::runtime_error(why), end(how), transient(later) {}
    TalkEnd end;
    bool transient;
};

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const noexcept {
        Free(&object); // DCMTK wants the address of the pointer, and sets it to null
    }
};
inline void dropNetwork(T_ASC_Network** network) noexcept {
    ::ASC_dropNetwork(network);
}
inline void destroyParameters(T_ASC_Parameters** parameters) noexcept {
    ::ASC_destroyAssociationParameters(parameters);
}
inline void destroyAssociation(T_ASC_Association** association) noexcept {
    ::ASC_destroyAssociation(association);
}
using NetworkPtr = std::unique_ptr<T_ASC_Network, Freer<dropNetwork>>;
using ParametersPtr = std::unique_ptr<T_ASC_Parameters, Freer<destroyParameters>>;
using AssociationPtr = std::unique_ptr<T_ASC_Association, Freer<destroyAssociation>>;

// A service that is proposed, in these encodings only.
struct ProposedContext {
    std::string service;
    std::vector<std::string> encodings;
};

// DCMTK's network object with our TLS laid over it. `listenAt` 0: it only calls.
class Network {
  public:
    Network(const Peer& peer, std::uint16_t listenAt);
    T_ASC_Network* get() const { return m_network.get(); }
    bool secure() const { return m_layer != nullptr; }

  private:
    std::unique_ptr<DcmTLSTransportLayer> m_layer; // outlives the network
    NetworkPtr m_network;
};

// The association, when the peer takes it. Faults: Trouble.
AssociationPtr associate(const Network& network, const Peer& peer,
                         const std::vector<ProposedContext>& contexts);
// The same with none of the contexts wanted in particular; `wanted` must have been accepted.
AssociationPtr associateFor(const Network& network, const Peer& peer, const std::string& service);

[[noreturn]] void failFor(const OFCondition& condition, T_ASC_Parameters* parameters);
// What the peer calls itself (PS3.7 D.3.3.2), cleaned.
std::string implementationOf(const T_ASC_Association& association);
// What it adds to a status: Error Comment (0000,0902), cleaned.
std::string commentIn(DcmDataset* detail);
std::string textOf(DcmItem& item, const DcmTagKey& tag);

// The errands. Faults: Trouble. Store keeps what was answered before a trouble came.
Answer runErrand(const Request& request);
void store(const Request& request, Answer& answer);
void commit(const Request& request, Answer& answer);
void findWorklist(const Request& request, Answer& answer);
void findInstances(const Request& request, Answer& answer);
void offer(const Request& request, Answer& answer);

} // namespace seihon::dicom_net
