#include "dicom-net/link.h"

#include <algorithm>
#include <thread>

// Storage commitment, push model (PS3.4 J.3): N-ACTION asks, N-EVENT-REPORT answers, on the same
// association or on one that the peer opens to us; it may come before the response to the asking.
namespace seihon::dicom_net {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLookAgain{10};
constexpr DIC_US kRequestCommitment = 1; // Action Type ID, PS3.4 Table J.3-1
constexpr DIC_US kNoSuchAction = 0x0123; // PS3.7 C.5.15

class Commitment {
  public:
    Commitment(const Request& request, Answer& answer)
        : m_request(request), m_answer(answer), m_until(Clock::now() + request.commit.wait) {}

    void run() {
        std::unique_ptr<Network> listening;
        if (m_request.commit.replyPort != 0) { // before the asking: the answer may be quick
            listening = std::make_unique<Network>(m_request.peer, m_request.commit.replyPort);
        }
        const Network calling(m_request.peer, 0);
        AssociationPtr association =
            associateFor(calling, m_request.peer, UID_StorageCommitmentPushModelSOPClass);
        m_answer.implementation = implementationOf(*association);
        ask(*association);
        while (!m_reported && Clock::now() < m_until && (association || listening)) {
            if (association && ::ASC_dataWaiting(association.get(), 0)) {
                serve(association);
            } else if (listening && ::ASC_associationWaiting(listening->get(), 0)) {
                takeCall(*listening);
            } else {
                std::this_thread::sleep_for(kLookAgain);
            }
            if (m_answer.commitStatus.value_or(STATUS_Success) != STATUS_Success) {
                break; // no report will come
            }
        }
        // The response to the asking may lie behind the report.
        while (association && m_reported && !m_answer.commitStatus && Clock::now() < m_until) {
            if (::ASC_dataWaiting(association.get(), 1)) {
                serve(association);
            }
        }
        if (association) {
            ::ASC_releaseAssociation(association.get());
        }
    }

  private:
    int patience() const { return static_cast<int>(m_request.peer.timeout.count()); }

    void ask(T_ASC_Association& association) {
        DcmDataset wish;
        bool written =
            wish.putAndInsertString(DCM_TransactionUID, m_request.commit.transaction.c_str())
                .good();
        for (const InstanceName& one : m_request.commit.instances) {
            DcmItem* item = nullptr;
            written =
                written &&
                wish.findOrCreateSequenceItem(DCM_ReferencedSOPSequence, item, -2).good() &&
                item->putAndInsertString(DCM_ReferencedSOPClassUID, one.sopClass.c_str()).good() &&
                item->putAndInsertString(DCM_ReferencedSOPInstanceUID, one.sopInstance.c_str())
                    .good();
        }
        T_DIMSE_Message message{};
        message.CommandField = DIMSE_N_ACTION_RQ;
        T_DIMSE_N_ActionRQ& action = message.msg.NActionRQ;
        action.MessageID = association.nextMsgID++;
        action.ActionTypeID = kRequestCommitment;
        action.DataSetType = DIMSE_DATASET_PRESENT;
        OFStandard::strlcpy(action.RequestedSOPClassUID, UID_StorageCommitmentPushModelSOPClass,
                            sizeof action.RequestedSOPClassUID);
        OFStandard::strlcpy(action.RequestedSOPInstanceUID,
                            UID_StorageCommitmentPushModelSOPInstance,
                            sizeof action.RequestedSOPInstanceUID);
        const T_ASC_PresentationContextID context = ::ASC_findAcceptedPresentationContextID(
            &association, UID_StorageCommitmentPushModelSOPClass);
        if (!written) {
            throw Trouble(TalkEnd::NotReady, "these instances cannot be asked for");
        }
        const OFCondition sent = ::DIMSE_sendMessageUsingMemoryData(
            &association, context, &message, nullptr, &wish, nullptr, nullptr);
        if (sent.bad()) {
            failFor(sent, nullptr);
        }
    }

    // One message on an association; it is dropped when the peer ends it.
    void serve(AssociationPtr& association) {
        T_DIMSE_Message message{};
        T_ASC_PresentationContextID context = 0;
        DcmDataset* rawDetail = nullptr;
        const OFCondition received = ::DIMSE_receiveCommand(
            association.get(), DIMSE_NONBLOCKING, patience(), &context, &message, &rawDetail);
        const std::unique_ptr<DcmDataset> detail(rawDetail);
        if (received == DUL_PEERREQUESTEDRELEASE) {
            ::ASC_acknowledgeRelease(association.get());
            association.reset();
        } else if (received.bad()) {
            association.reset(); // it hung up
        } else if (message.CommandField == DIMSE_N_ACTION_RSP) {
            m_answer.commitStatus = message.msg.NActionRSP.DimseStatus;
            if (*m_answer.commitStatus != STATUS_Success) {
                m_answer.why = commentIn(detail.get());
            }
            if (message.msg.NActionRSP.DataSetType != DIMSE_DATASET_NULL) {
                association.reset(); // PS3.4 J.3.2.1.3: it has none
            }
        } else if (message.CommandField == DIMSE_N_EVENT_REPORT_RQ) {
            takeReport(association, context, message.msg.NEventReportRQ);
        } else if (message.CommandField == DIMSE_C_ECHO_RQ) {
            ::DIMSE_sendEchoResponse(association.get(), context, &message.msg.CEchoRQ,
                                     STATUS_Success, nullptr);
        } else {
            ::ASC_abortAssociation(association.get()); // nothing else is served here
            association.reset();
        }
    }

    void takeReport(AssociationPtr& association, T_ASC_PresentationContextID context,
                    const T_DIMSE_N_EventReportRQ& event) {
        DcmDataset* raw = nullptr;
        T_ASC_PresentationContextID dataContext = context;
        const OFCondition received =
            event.DataSetType == DIMSE_DATASET_NULL
                ? EC_IllegalCall
                : ::DIMSE_receiveDataSetInMemory(association.get(), DIMSE_NONBLOCKING, patience(),
                                                 &dataContext, &raw, nullptr, nullptr);
        const std::unique_ptr<DcmDataset> data(raw);
        if (received.bad() || !data) {
            ::ASC_abortAssociation(association.get());
            association.reset();
            return;
        }
        const bool known = keep(*data);
        // By hand: the stock response of DcmSCP is no valid one to Orthanc (PS3.7 §10.3.1).
        T_DIMSE_Message message{};
        message.CommandField = DIMSE_N_EVENT_REPORT_RSP;
        T_DIMSE_N_EventReportRSP& response = message.msg.NEventReportRSP;
        response.MessageIDBeingRespondedTo = event.MessageID;
        response.DimseStatus = known ? STATUS_Success : kNoSuchAction;
        response.DataSetType = DIMSE_DATASET_NULL;
        response.EventTypeID = event.EventTypeID;
        response.opts = O_NEVENTREPORT_AFFECTEDSOPCLASSUID | O_NEVENTREPORT_AFFECTEDSOPINSTANCEUID |
                        O_NEVENTREPORT_EVENTTYPEID;
        OFStandard::strlcpy(response.AffectedSOPClassUID, event.AffectedSOPClassUID,
                            sizeof response.AffectedSOPClassUID);
        OFStandard::strlcpy(response.AffectedSOPInstanceUID, event.AffectedSOPInstanceUID,
                            sizeof response.AffectedSOPInstanceUID);
        ::DIMSE_sendMessageUsingMemoryData(association.get(), context, &message, nullptr, nullptr,
                                           nullptr, nullptr);
    }

    // False for a transaction that nobody here asked for: its number is the only proof of who asks.
    bool keep(DcmDataset& data) {
        CommitReport report{textOf(data, DCM_TransactionUID), {}, {}};
        const bool ours = report.transaction == m_request.commit.transaction;
        const std::vector<std::string>& earlier = m_request.commit.earlier;
        if (!ours &&
            std::find(earlier.begin(), earlier.end(), report.transaction) == earlier.end()) {
            return false;
        }
        eachItem(data, DCM_ReferencedSOPSequence, [&](DcmItem& item) {
            report.committed.push_back(textOf(item, DCM_ReferencedSOPInstanceUID));
        });
        eachItem(data, DCM_FailedSOPSequence, [&](DcmItem& item) {
            Uint16 reason = 0;
            item.findAndGetUint16(DCM_FailureReason, reason);
            report.failed.push_back({textOf(item, DCM_ReferencedSOPInstanceUID), reason});
        });
        m_answer.reports.push_back(std::move(report));
        m_reported = m_reported || ours;
        return true;
    }

    template <typename Take>
    static void eachItem(DcmDataset& data, const DcmTagKey& tag, Take take) {
        DcmSequenceOfItems* sequence = nullptr;
        if (data.findAndGetSequence(tag, sequence).good()) {
            const unsigned long count = std::min<unsigned long>(sequence->card(), kMostFiles);
            for (unsigned long i = 0; i < count; ++i) {
                DcmItem* const item = sequence->getItem(i);
                take(*item);
            }
        }
    }

    // An association that the peer opens to report; it is the SCP there as well (PS3.4 J.3.3).
    void takeCall(const Network& listening) {
        T_ASC_Association* raw = nullptr;
        const OFCondition called =
            ::ASC_receiveAssociation(listening.get(), &raw, ASC_DEFAULTMAXPDU, nullptr, nullptr,
                                     listening.secure(), DUL_NOBLOCK, patience());
        AssociationPtr association(raw);
        if (called.bad() || !association) {
            return; // whoever it was, it is not waited for
        }
        const char* encodings[] = {UID_LittleEndianExplicitTransferSyntax,
                                   UID_LittleEndianImplicitTransferSyntax};
        const char* reports[] = {UID_StorageCommitmentPushModelSOPClass};
        const char* echoes[] = {UID_VerificationSOPClass};
        OFCondition agreed = ::ASC_acceptContextsWithPreferredTransferSyntaxes(
            association->params, echoes, 1, encodings, 2);
        if (agreed.good()) {
            agreed = ::ASC_acceptContextsWithPreferredTransferSyntaxes(
                association->params, reports, 1, encodings, 2, ASC_SC_ROLE_SCP);
        }
        if (agreed.bad() || !isForUs(*association) ||
            ::ASC_countAcceptedPresentationContexts(association->params) == 0) {
            const T_ASC_RejectParameters no{ASC_RESULT_REJECTEDPERMANENT, ASC_SOURCE_SERVICEUSER,
                                            ASC_REASON_SU_NOREASON};
            ::ASC_rejectAssociation(association.get(), &no);
            return;
        }
        if (::ASC_acknowledgeAssociation(association.get()).bad()) {
            return;
        }
        // Until it says goodbye: an answer that it did not see is a failed job over there.
        const auto longest = Clock::now() + m_request.peer.timeout;
        while (association && Clock::now() < longest) {
            if (::ASC_dataWaiting(association.get(), 1)) {
                serve(association);
            }
        }
    }

    bool isForUs(T_ASC_Association& association) const {
        char calling[DUL_LEN_TITLE + 1] = {};
        char called[DUL_LEN_TITLE + 1] = {};
        return ::ASC_getAPTitles(association.params, calling, sizeof calling, called, sizeof called,
                                 nullptr, 0)
                   .good() &&
               m_request.peer.callingAeTitle == called && m_request.peer.calledAeTitle == calling;
    }

    const Request& m_request;
    Answer& m_answer;
    Clock::time_point m_until;
    bool m_reported = false;
};

} // namespace

void commit(const Request& request, Answer& answer) {
    if (!isUid(request.commit.transaction) || request.commit.instances.empty()) {
        throw Trouble(TalkEnd::NotReady, "no instances to ask for");
    }
    Commitment(request, answer).run();
}

} // namespace seihon::dicom_net
