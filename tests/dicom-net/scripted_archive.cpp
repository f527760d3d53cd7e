#include "scripted_archive.h"

#include "support/child_process.h"

// DCMTK wants its configuration first.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dimse.h>
#include <dcmtk/oflog/oflog.h>

#include <utility>

namespace seihon::dicom_net {

namespace {

constexpr int kWait = 5;

void answerStore(T_ASC_Association* association, T_ASC_PresentationContextID context,
                 T_DIMSE_C_StoreRQ& request, const ScriptedArchive::Script& script) {
    DcmDataset* taken = nullptr;
    T_ASC_PresentationContextID dataContext = context;
    ::DIMSE_receiveDataSetInMemory(association, DIMSE_BLOCKING, 0, &dataContext, &taken, nullptr,
                                   nullptr);
    delete taken;
    T_DIMSE_C_StoreRSP response{};
    response.DimseStatus = script.storeStatus;
    DcmDataset detail;
    if (!script.comment.empty()) {
        detail.putAndInsertString(DCM_ErrorComment, script.comment.c_str());
    }
    ::DIMSE_sendStoreResponse(association, context, &request, &response,
                              script.comment.empty() ? nullptr : &detail);
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
        const char* services[] = {UID_SecondaryCaptureImageStorage,
                                  UID_StorageCommitmentPushModelSOPClass};
        const char* encodings[] = {UID_LittleEndianExplicitTransferSyntax,
                                   UID_LittleEndianImplicitTransferSyntax};
        ::ASC_acceptContextsWithPreferredTransferSyntaxes(association->params, services, 2,
                                                          encodings, 2);
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
            } else if (message.CommandField == DIMSE_C_STORE_RQ) {
                answerStore(association, context, message.msg.CStoreRQ, m_script);
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
