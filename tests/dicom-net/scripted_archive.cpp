#include "scripted_archive.h"

#include "support/child_process.h"

// DCMTK wants its configuration first.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dcmtrans.h>
#include <dcmtk/dcmnet/dimse.h>
#include <dcmtk/oflog/oflog.h>

#include <utility>

namespace seihon::dicom_net {

namespace {

constexpr int kWait = 5;

using Held = std::vector<std::unique_ptr<DcmDataset>>;

void answerStore(T_ASC_Association* association, T_ASC_PresentationContextID context,
                 T_DIMSE_C_StoreRQ& request, const ScriptedArchive::Script& script, Held& held) {
    DcmDataset* taken = nullptr;
    T_ASC_PresentationContextID dataContext = context;
    ::DIMSE_receiveDataSetInMemory(association, DIMSE_BLOCKING, 0, &dataContext, &taken, nullptr,
                                   nullptr);
    if (taken != nullptr) {
        taken->findAndDeleteElement(DCM_PixelData);
        for (const auto& [keyword, value] : script.rewrites) {
            DcmTag tag;
            DcmTag::findTagFromName(keyword.c_str(), tag);
            taken->putAndInsertString(tag, value.c_str());
        }
        held.emplace_back(taken);
    }
    T_DIMSE_C_StoreRSP response{};
    response.DimseStatus = script.storeStatus;
    DcmDataset detail;
    if (!script.comment.empty()) {
        detail.putAndInsertString(DCM_ErrorComment, script.comment.c_str());
    }
    ::DIMSE_sendStoreResponse(association, context, &request, &response,
                              script.comment.empty() ? nullptr : &detail);
}

std::string valueOf(DcmItem& item, const DcmTagKey& tag) {
    OFString value;
    item.findAndGetOFString(tag, value);
    return {value.data(), value.size()};
}

// Matches by UIDs alone; shows every element that it is asked for.
void answerFind(T_ASC_Association* association, T_ASC_PresentationContextID context,
                T_DIMSE_C_FindRQ& request, const Held& held) {
    DcmDataset* raw = nullptr;
    T_ASC_PresentationContextID dataContext = context;
    ::DIMSE_receiveDataSetInMemory(association, DIMSE_BLOCKING, 0, &dataContext, &raw, nullptr,
                                   nullptr);
    const std::unique_ptr<DcmDataset> query(raw);
    T_DIMSE_C_FindRSP response{};
    response.MessageIDBeingRespondedTo = request.MessageID;
    OFStandard::strlcpy(response.AffectedSOPClassUID, request.AffectedSOPClassUID,
                        sizeof response.AffectedSOPClassUID);
    for (const auto& one : held) {
        bool matches = query != nullptr;
        for (const DcmTagKey& key :
             {DCM_StudyInstanceUID, DCM_SeriesInstanceUID, DCM_SOPInstanceUID}) {
            const std::string wanted = matches ? valueOf(*query, key) : std::string();
            matches = matches && (wanted.empty() || wanted == valueOf(*one, key));
        }
        if (!matches) {
            continue;
        }
        DcmDataset match;
        match.putAndInsertString(DCM_SpecificCharacterSet,
                                 valueOf(*one, DCM_SpecificCharacterSet).c_str());
        for (unsigned long i = 0; i < query->card(); ++i) {
            const DcmTag tag = query->getElement(i)->getTag();
            match.putAndInsertString(tag, valueOf(*one, tag).c_str());
        }
        response.DimseStatus = STATUS_FIND_Pending_MatchesAreContinuing;
        response.DataSetType = DIMSE_DATASET_PRESENT;
        ::DIMSE_sendFindResponse(association, context, &request, &response, &match, nullptr);
        if (valueOf(*query, DCM_QueryRetrieveLevel) == "STUDY") {
            break;
        }
    }
    response.DimseStatus = STATUS_Success;
    response.DataSetType = DIMSE_DATASET_NULL;
    ::DIMSE_sendFindResponse(association, context, &request, &response, nullptr, nullptr);
}

void sendReport(T_ASC_Association* association, T_ASC_PresentationContextID context,
                DcmDataset& asked, const ScriptedArchive::Script& script) {
    DcmDataset report;
    OFString transaction = script.transaction.c_str();
    if (transaction.empty()) {
        asked.findAndGetOFString(DCM_TransactionUID, transaction);
    }
    report.putAndInsertOFStringArray(DCM_TransactionUID, transaction);
    DcmSequenceOfItems* instances = nullptr;
    asked.findAndGetSequence(DCM_ReferencedSOPSequence, instances);
    for (unsigned long i = 0; instances != nullptr && i < instances->card(); ++i) {
        DcmItem* item = nullptr;
        report.findOrCreateSequenceItem(
            script.commitReason == 0 ? DCM_ReferencedSOPSequence : DCM_FailedSOPSequence, item, -2);
        OFString uid;
        instances->getItem(i)->findAndGetOFString(DCM_ReferencedSOPClassUID, uid);
        item->putAndInsertOFStringArray(DCM_ReferencedSOPClassUID, uid);
        instances->getItem(i)->findAndGetOFString(DCM_ReferencedSOPInstanceUID, uid);
        item->putAndInsertOFStringArray(DCM_ReferencedSOPInstanceUID, uid);
        if (script.commitReason != 0) {
            item->putAndInsertUint16(DCM_FailureReason, script.commitReason);
        }
    }
    T_DIMSE_Message message{};
    message.CommandField = DIMSE_N_EVENT_REPORT_RQ;
    T_DIMSE_N_EventReportRQ& event = message.msg.NEventReportRQ;
    event.MessageID = 77;
    event.EventTypeID = script.commitReason == 0 ? 1 : 2;
    event.DataSetType = DIMSE_DATASET_PRESENT;
    OFStandard::strlcpy(event.AffectedSOPClassUID, UID_StorageCommitmentPushModelSOPClass,
                        sizeof event.AffectedSOPClassUID);
    OFStandard::strlcpy(event.AffectedSOPInstanceUID, UID_StorageCommitmentPushModelSOPInstance,
                        sizeof event.AffectedSOPInstanceUID);
    ::DIMSE_sendMessageUsingMemoryData(association, context, &message, nullptr, &report, nullptr,
                                       nullptr);
}

void answerAction(T_ASC_Association* association, T_ASC_PresentationContextID context,
                  const T_DIMSE_N_ActionRQ& request, std::uint16_t status) {
    T_DIMSE_Message message{};
    message.CommandField = DIMSE_N_ACTION_RSP;
    T_DIMSE_N_ActionRSP& response = message.msg.NActionRSP;
    response.MessageIDBeingRespondedTo = request.MessageID;
    response.DimseStatus = status;
    response.DataSetType = DIMSE_DATASET_NULL;
    ::DIMSE_sendMessageUsingMemoryData(association, context, &message, nullptr, nullptr, nullptr,
                                       nullptr);
}

bool misbehaves(const ScriptedArchive::Script& script) {
    return !script.insteadOfAnswer.empty() || script.hangsUp || script.hangs;
}

// False: the line is to be cut.
bool misbehave(T_ASC_Association& association, const ScriptedArchive::Script& script) {
    DcmTransportConnection& line = *::DUL_getTransportConnection(association.DULassociation);
    std::string bytes = script.insteadOfAnswer;
    static_cast<void>(line.write(bytes.data(), bytes.size()));
    char ignored[65536];
    while (script.hangs && line.read(ignored, sizeof ignored) > 0) { // takes all, says nothing
    }
    return false;
}

void acceptServices(const T_ASC_Association& association, const ScriptedArchive::Script& script) {
    const char* plain[] = {UID_LittleEndianExplicitTransferSyntax,
                           UID_LittleEndianImplicitTransferSyntax};
    const char* commitment[] = {UID_StorageCommitmentPushModelSOPClass};
    const char* find[] = {UID_FINDStudyRootQueryRetrieveInformationModel};
    const char* images[] = {
        UID_SecondaryCaptureImageStorage, UID_MultiframeTrueColorSecondaryCaptureImageStorage,
        UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage,
        UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage, UID_EncapsulatedPDFStorage};
    std::vector<const char*> encodings(std::begin(plain), std::end(plain));
    if (!script.encodings.empty()) {
        encodings.clear();
        for (const std::string& one : script.encodings) {
            encodings.push_back(one.c_str());
        }
    }
    ::ASC_acceptContextsWithPreferredTransferSyntaxes(association.params, commitment, 1, plain, 2);
    if (script.answersFind) {
        ::ASC_acceptContextsWithPreferredTransferSyntaxes(association.params, find, 1, plain, 2);
    }
    ::ASC_acceptContextsWithPreferredTransferSyntaxes(
        association.params, images, 5, encodings.data(), static_cast<int>(encodings.size()));
}

} // namespace

ScriptedArchive::ScriptedArchive(Script script)
    : m_script(std::move(script)), m_port(support::freePort("127.0.0.1")),
      m_thread([this] { serve(); }) {
    support::awaitListener("127.0.0.1", m_port);
}

ScriptedArchive::~ScriptedArchive() {
    m_over = true;
    m_thread.join();
}

void ScriptedArchive::serve() {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    T_ASC_Network* network = nullptr;
    if (::ASC_initializeNetwork(NET_ACCEPTOR, m_port, kWait, &network).bad()) {
        return;
    }
    Held held;
    while (!m_over) {
        T_ASC_Association* association = nullptr;
        if (!::ASC_associationWaiting(network, 1) ||
            ::ASC_receiveAssociation(network, &association, ASC_DEFAULTMAXPDU, nullptr, nullptr,
                                     OFFalse, DUL_NOBLOCK, kWait)
                .bad()) {
            if (association != nullptr) {
                ::ASC_dropAssociation(association);
                ::ASC_destroyAssociation(&association);
            }
            continue;
        }
        acceptServices(*association, m_script);
        ::ASC_acknowledgeAssociation(association);
        for (bool open = true; open && !m_over;) {
            T_DIMSE_Message message{};
            T_ASC_PresentationContextID context = 0;
            if (!::ASC_dataWaiting(association, 1)) {
                continue;
            }
            const OFCondition got = ::DIMSE_receiveCommand(association, DIMSE_NONBLOCKING, kWait,
                                                           &context, &message, nullptr);
            if (got.bad()) {
                if (got == DUL_PEERREQUESTEDRELEASE) {
                    ::ASC_acknowledgeRelease(association);
                }
                open = false;
            } else if (message.CommandField == DIMSE_C_STORE_RQ && misbehaves(m_script)) {
                open = misbehave(*association, m_script);
            } else if (message.CommandField == DIMSE_C_STORE_RQ) {
                answerStore(association, context, message.msg.CStoreRQ, m_script, held);
            } else if (message.CommandField == DIMSE_C_FIND_RQ) {
                answerFind(association, context, message.msg.CFindRQ, held);
            } else if (message.CommandField == DIMSE_N_EVENT_REPORT_RSP) {
                m_reportAnswer = message.msg.NEventReportRSP.DimseStatus;
            } else if (message.CommandField == DIMSE_N_ACTION_RQ) {
                DcmDataset* asked = nullptr;
                T_ASC_PresentationContextID dataContext = context;
                ::DIMSE_receiveDataSetInMemory(association, DIMSE_BLOCKING, 0, &dataContext, &asked,
                                               nullptr, nullptr);
                const std::unique_ptr<DcmDataset> owned(asked);
                if (asked != nullptr && m_script.reportFirst) {
                    sendReport(association, context, *asked, m_script);
                }
                answerAction(association, context, message.msg.NActionRQ, m_script.actionStatus);
            }
        }
        ::ASC_dropSCPAssociation(association);
        ::ASC_destroyAssociation(&association);
    }
    ::ASC_dropNetwork(&network);
}

} // namespace seihon::dicom_net
