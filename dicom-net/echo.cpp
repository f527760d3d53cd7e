#include "dicom-net/echo.h"

#include "record/fault.h"

// DCMTK wants its configuration first.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dcmtrans.h>
#include <dcmtk/dcmnet/dimse.h>
#include <dcmtk/oflog/oflog.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace seihon::dicom_net {

namespace {

using record::Fault;
using record::FaultKind;

constexpr std::size_t kLongestHost = 100; // DUL keeps "host:port" in 128 bytes
constexpr std::size_t kLongestAeTitle = 16;

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const noexcept {
        // DCMTK wants the address of the pointer, and sets it to null.
        Free(&object);
    }
};

void dropNetwork(T_ASC_Network** network) noexcept {
    ::ASC_dropNetwork(network);
}
void destroyParameters(T_ASC_Parameters** parameters) noexcept {
    ::ASC_destroyAssociationParameters(parameters);
}
void destroyAssociation(T_ASC_Association** association) noexcept {
    ::ASC_destroyAssociation(association);
}

using NetworkPtr = std::unique_ptr<T_ASC_Network, Freer<dropNetwork>>;
using ParametersPtr = std::unique_ptr<T_ASC_Parameters, Freer<destroyParameters>>;
using AssociationPtr = std::unique_ptr<T_ASC_Association, Freer<destroyAssociation>>;

std::string nameOf(const Peer& peer) {
    return peer.calledAeTitle + "@" + peer.host + ":" + std::to_string(peer.port);
}

[[noreturn]] void fail(FaultKind kind, const Peer& peer, const std::string& why,
                       bool retryable = false) {
    throw Fault(kind, "DICOM archive " + nameOf(peer) + ": " + why, {{"device", nameOf(peer)}},
                retryable);
}

// PS3.5 §6.2, VR AE: no backslash, no control characters, not only spaces.
bool isAeTitle(const std::string& title) {
    return !title.empty() && title.size() <= kLongestAeTitle &&
           title.find_first_not_of(' ') != std::string::npos &&
           std::all_of(title.begin(), title.end(),
                       [](char c) { return c >= 0x20 && c < 0x7f && c != '\\'; });
}

// Nothing that could be taken for a second field of DUL's "host:port".
bool isHost(const std::string& host) {
    return !host.empty() && host.size() <= kLongestHost &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-';
           });
}

void judgePeer(const Peer& peer) {
    if (!isHost(peer.host) || peer.port == 0) {
        fail(FaultKind::ConfigInvalid, peer, "not a host name or IPv4 address with a port");
    }
    if (!isAeTitle(peer.calledAeTitle) || !isAeTitle(peer.callingAeTitle)) {
        fail(FaultKind::ConfigInvalid, peer,
             "an AE title has 1 to 16 ASCII characters and no backslash");
    }
    if (peer.timeout < std::chrono::seconds(1) || peer.timeout > std::chrono::seconds(300)) {
        fail(FaultKind::ConfigInvalid, peer, "the timeout must be 1 to 300 seconds");
    }
}

[[noreturn]] void failFor(const OFCondition& condition, const Peer& peer,
                          T_ASC_Parameters* parameters) {
    const std::string text = condition.text();
    if (condition == DUL_ASSOCIATIONREJECTED && parameters != nullptr) {
        T_ASC_RejectParameters reject{};
        ::ASC_getRejectParameters(parameters, &reject);
        OFString reason;
        ::ASC_printRejectParameters(reason, &reject);
        std::string line = reason.c_str();
        std::replace(line.begin(), line.end(), '\n', ' ');
        fail(FaultKind::ConfigInvalid, peer, "it refuses the association: " + line,
             reject.result == ASC_RESULT_REJECTEDTRANSIENT);
    }
    constexpr unsigned short kNotDicom[] = {DULC_CODINGERROR,
                                            DULC_ILLEGALPDU,
                                            DULC_ILLEGALPDULENGTH,
                                            DULC_UNEXPECTEDPDU,
                                            DULC_ILLEGALACCEPT,
                                            DULC_UNRECOGNIZEDPDUTYPE,
                                            DULC_UNSUPPORTEDPEERPROTOCOL};
    const bool notDicom = condition.module() == OFM_dcmnet &&
                          std::find(std::begin(kNotDicom), std::end(kNotDicom), condition.code()) !=
                              std::end(kNotDicom);
    if (notDicom) {
        fail(FaultKind::Malformed, peer, "what answers does not speak DICOM: " + text);
    }
    fail(FaultKind::NotFound, peer, text, true);
}

// DCMTK's waits and its log are settings of the process, not of an association.
void setWaits(int seconds) {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    dcmConnectionTimeout.set(seconds);
    dcmSocketSendTimeout.set(seconds);
    dcmSocketReceiveTimeout.set(seconds);
}

ParametersPtr parametersFor(const Peer& peer) {
    T_ASC_Parameters* raw = nullptr;
    OFCondition condition = ::ASC_createAssociationParameters(&raw, ASC_DEFAULTMAXPDU);
    ParametersPtr parameters(raw);
    const char* syntaxes[] = {UID_LittleEndianImplicitTransferSyntax}; // PS3.5 §10.1: everybody's
    if (condition.good()) {
        condition = ::ASC_setAPTitles(raw, peer.callingAeTitle.c_str(), peer.calledAeTitle.c_str(),
                                      nullptr);
    }
    if (condition.good()) {
        condition = ::ASC_setTransportLayerType(raw, OFFalse);
    }
    if (condition.good()) {
        const std::string address = peer.host + ":" + std::to_string(peer.port);
        condition = ::ASC_setPresentationAddresses(raw, "localhost", address.c_str());
    }
    if (condition.good()) {
        condition = ::ASC_addPresentationContext(raw, 1, UID_VerificationSOPClass, syntaxes, 1);
    }
    if (condition.bad()) {
        fail(FaultKind::Internal, peer, condition.text());
    }
    return parameters;
}

AssociationPtr associate(T_ASC_Network* network, ParametersPtr parameters, const Peer& peer) {
    T_ASC_Association* raw = nullptr;
    const OFCondition condition =
        ::ASC_requestAssociation(network, parameters.get(), &raw, nullptr, nullptr, DUL_NOBLOCK,
                                 static_cast<int>(peer.timeout.count()));
    AssociationPtr association(raw);
    T_ASC_Parameters* shared = parameters.get();
    if (association) { // it owns the parameters from now on, also when the request failed
        static_cast<void>(parameters.release());
        shared = association->params;
    }
    if (condition.bad()) {
        failFor(condition, peer, shared);
    }
    if (::ASC_findAcceptedPresentationContextID(association.get(), UID_VerificationSOPClass) == 0) {
        ::ASC_abortAssociation(association.get());
        fail(FaultKind::ConfigInvalid, peer, "it does not offer the verification service");
    }
    return association;
}

} // namespace

EchoReply echo(const Peer& peer) {
    judgePeer(peer);
    static std::mutex oneAtATime; // because of setWaits
    const std::lock_guard lock(oneAtATime);
    const int seconds = static_cast<int>(peer.timeout.count());
    setWaits(seconds);

    T_ASC_Network* rawNetwork = nullptr;
    const OFCondition started = ::ASC_initializeNetwork(NET_REQUESTOR, 0, seconds, &rawNetwork);
    const NetworkPtr network(rawNetwork);
    if (started.bad()) {
        fail(FaultKind::Internal, peer, started.text());
    }
    const AssociationPtr association = associate(network.get(), parametersFor(peer), peer);

    DIC_US status = 0xffff;
    DcmDataset* rawDetail = nullptr;
    const OFCondition echoed = ::DIMSE_echoUser(association.get(), association->nextMsgID++,
                                                DIMSE_NONBLOCKING, seconds, &status, &rawDetail);
    const std::unique_ptr<DcmDataset> detail(rawDetail);
    if (echoed.bad()) {
        ::ASC_abortAssociation(association.get());
        failFor(echoed, peer, nullptr);
    }
    EchoReply reply{association->params->theirImplementationClassUID,
                    association->params->theirImplementationVersionName};
    ::ASC_releaseAssociation(
        association.get());         // the answer is there: a rude goodbye does not undo it
    if (status != STATUS_Success) { // PS3.7 §9.1.5.1.4: anything else is a failure
        fail(FaultKind::ConfigInvalid, peer,
             "C-ECHO answered with status " + std::to_string(status));
    }
    return reply;
}

} // namespace seihon::dicom_net
