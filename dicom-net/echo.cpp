#include "dicom-net/echo.h"

#include "dicom-net/link.h"
#include "record/fault.h"

#include <dcmtk/oflog/oflog.h>

#include <mutex>

namespace seihon::dicom_net {

namespace {

using record::Fault;
using record::FaultKind;

std::string nameOf(const Peer& peer) {
    return peer.calledAeTitle + "@" + peer.host + ":" + std::to_string(peer.port);
}

FaultKind kindOf(TalkEnd end) {
    switch (end) {
    case TalkEnd::Done:
        break;
    case TalkEnd::Away:
        return FaultKind::NotFound;
    case TalkEnd::Refused:
    case TalkEnd::NotReady:
        return FaultKind::ConfigInvalid;
    case TalkEnd::Untrusted:
        return FaultKind::CertificateUnusable;
    case TalkEnd::NotDicom:
        return FaultKind::Malformed;
    }
    return FaultKind::Internal;
}

EchoReply echoOrTrouble(const Peer& peer) {
    const Network network(peer, 0);
    const AssociationPtr association = associateFor(network, peer, UID_VerificationSOPClass);
    DIC_US status = 0xffff;
    DcmDataset* rawDetail = nullptr;
    const OFCondition echoed =
        ::DIMSE_echoUser(association.get(), association->nextMsgID++, DIMSE_NONBLOCKING,
                         static_cast<int>(peer.timeout.count()), &status, &rawDetail);
    const std::unique_ptr<DcmDataset> detail(rawDetail);
    if (echoed.bad()) {
        ::ASC_abortAssociation(association.get());
        failFor(echoed, nullptr);
    }
    EchoReply reply{association->params->theirImplementationClassUID,
                    implementationOf(*association)};
    ::ASC_releaseAssociation(
        association.get());         // the answer is there: a rude goodbye does not undo it
    if (status != STATUS_Success) { // PS3.7 §9.1.5.1.4: anything else is a failure
        throw Trouble(TalkEnd::Refused, "C-ECHO answered with status " + std::to_string(status));
    }
    return reply;
}

} // namespace

EchoReply echo(const Peer& peer) {
    static std::mutex oneAtATime; // DCMTK's waits are settings of the process
    const std::lock_guard lock(oneAtATime);
    try {
        return echoOrTrouble(peer);
    } catch (const Trouble& trouble) {
        throw Fault(kindOf(trouble.end), "DICOM archive " + nameOf(peer) + ": " + trouble.what(),
                    {{"device", nameOf(peer)}}, trouble.transient);
    }
}

Answer runErrand(const Request& request) {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL); // its words would be taken for ours
    Answer answer;
    try {
        switch (request.errand) {
        case Errand::Echo:
            answer.implementation = echoOrTrouble(request.peer).implementationVersion;
            break;
        case Errand::Store:
            store(request, answer);
            break;
        case Errand::Commit:
            commit(request, answer);
            break;
        case Errand::Worklist:
            findWorklist(request, answer);
            break;
        case Errand::Find:
            findInstances(request, answer);
            break;
        case Errand::Offer:
            offer(request, answer);
            break;
        }
    } catch (const Trouble& trouble) {
        answer.end = trouble.end;
        answer.why = trouble.what();
        answer.transient = trouble.transient;
    }
    return answer;
}

} // namespace seihon::dicom_net
