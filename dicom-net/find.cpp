#include "dicom-net/link.h"

#include <algorithm>
#include <array>

// C-FIND (PS3.7 §9.1.2): the worklist of the information system (PS3.4 K.6), and whether an archive
// knows an instance (PS3.4 C.6.2). What comes back is handed on undecoded.
namespace seihon::dicom_net {

namespace {

struct NamedTag {
    const char* name;
    DcmTagKey tag;
};

constexpr std::size_t kLongestValue = 1024;
constexpr Uint32 kElementBytes = 4096; // longer ones of a file of ours stay on disk

const std::array kWorklistTags = std::to_array<NamedTag>({
    {"characterSet", DCM_SpecificCharacterSet},
    {"accession", DCM_AccessionNumber},
    {"referringPhysician", DCM_ReferringPhysicianName},
    {"patientName", DCM_PatientName},
    {"patientId", DCM_PatientID},
    {"patientIdIssuer", DCM_IssuerOfPatientID},
    {"birthDate", DCM_PatientBirthDate},
    {"sex", DCM_PatientSex},
    {"study", DCM_StudyInstanceUID},
    {"procedureDescription", DCM_RequestedProcedureDescription},
    {"procedureId", DCM_RequestedProcedureID},
});
const std::array kStepTags = std::to_array<NamedTag>({
    {"modality", DCM_Modality},
    {"date", DCM_ScheduledProcedureStepStartDate},
    {"time", DCM_ScheduledProcedureStepStartTime},
    {"stepDescription", DCM_ScheduledProcedureStepDescription},
    {"stepId", DCM_ScheduledProcedureStepID},
});
const std::array kInstanceTags = std::to_array<NamedTag>({
    {"characterSet", DCM_SpecificCharacterSet},
    {"sopInstance", DCM_SOPInstanceUID},
    {"sopClass", DCM_SOPClassUID},
    {"study", DCM_StudyInstanceUID},
    {"series", DCM_SeriesInstanceUID},
});
const std::array kStudyTags = std::to_array<NamedTag>({
    {"characterSet", DCM_SpecificCharacterSet},
    {"patientId", DCM_PatientID},
    {"patientName", DCM_PatientName},
    {"birthDate", DCM_PatientBirthDate},
    {"sex", DCM_PatientSex},
    {"accession", DCM_AccessionNumber},
    {"studyDate", DCM_StudyDate},
    {"studyId", DCM_StudyID},
    {"study", DCM_StudyInstanceUID},
});

template <typename Tags>
void take(DcmItem& from, const Tags& tags, RawItem& into) {
    for (const NamedTag& one : tags) {
        const std::string value = textOf(from, one.tag);
        if (!value.empty() && value.size() <= kLongestValue) {
            into[one.name] = value;
        }
    }
}

template <typename Tags>
void askFor(DcmItem& query, const Tags& tags) {
    for (const NamedTag& one : tags) {
        if (one.tag != DCM_SpecificCharacterSet) {
            query.insertEmptyElement(one.tag);
        }
    }
}

struct Finding {
    T_ASC_Association* association;
    T_ASC_PresentationContextID context;
    DIC_US message;
    std::size_t most;
    Answer* answer;
    void (*read)(DcmDataset&, RawItem&);
    bool cancelled = false;
};

extern "C" void takeMatch(void* to, T_DIMSE_C_FindRQ*, int, T_DIMSE_C_FindRSP*,
                          DcmDataset* identifiers) {
    Finding& finding = *static_cast<Finding*>(to);
    if (identifiers == nullptr) {
        return;
    }
    if (finding.answer->items.size() < finding.most) {
        RawItem item;
        finding.read(*identifiers, item);
        finding.answer->items.push_back(std::move(item));
    } else if (!finding.cancelled) { // PS3.7 §9.3.2.3
        finding.cancelled = true;
        finding.answer->tooMany = true;
        ::DIMSE_sendCancelRequest(finding.association, finding.context, finding.message);
    }
}

void findOne(T_ASC_Association& association, const Request& request, const char* service,
             DcmDataset& query, Finding finding) {
    finding.association = &association;
    finding.context = ::ASC_findAcceptedPresentationContextID(&association, service);
    T_DIMSE_C_FindRQ find{};
    find.MessageID = association.nextMsgID++;
    find.Priority = DIMSE_PRIORITY_MEDIUM;
    find.DataSetType = DIMSE_DATASET_PRESENT;
    OFStandard::strlcpy(find.AffectedSOPClassUID, service, sizeof find.AffectedSOPClassUID);
    finding.message = find.MessageID;
    T_DIMSE_C_FindRSP response{};
    DcmDataset* rawDetail = nullptr;
    int responses = 0;
    const OFCondition found = ::DIMSE_findUser(
        &association, finding.context, &find, &query, responses, takeMatch, &finding,
        DIMSE_NONBLOCKING, static_cast<int>(request.peer.timeout.count()), &response, &rawDetail);
    const std::unique_ptr<DcmDataset> detail(rawDetail);
    if (found.bad()) {
        ::ASC_abortAssociation(&association);
        failFor(found, nullptr);
    }
    const bool ended =
        response.DimseStatus == STATUS_Success ||
        (finding.answer->tooMany &&
         response.DimseStatus == STATUS_FIND_Cancel_MatchingTerminatedDueToCancelRequest);
    if (!ended) {
        ::ASC_releaseAssociation(&association);
        throw Trouble(TalkEnd::Refused, "C-FIND answered with status " +
                                            std::to_string(response.DimseStatus) + " " +
                                            commentIn(detail.get()));
    }
}

void readWorklistItem(DcmDataset& data, RawItem& item) {
    take(data, kWorklistTags, item);
    DcmItem* step = nullptr;
    if (data.findAndGetSequenceItem(DCM_ScheduledProcedureStepSequence, step).good()) {
        take(*step, kStepTags, item);
    }
}

void readInstanceItem(DcmDataset& data, RawItem& item) {
    item["level"] = "instance";
    take(data, kInstanceTags, item);
}

void readStudyItem(DcmDataset& data, RawItem& item) {
    item["level"] = "study";
    take(data, kStudyTags, item);
}

// What stands in a file of ours, read by the same tags as the answers.
void readSent(const Request& request, Answer& answer) {
    for (const std::filesystem::path& path : request.files) {
        DcmFileFormat format;
        // Up to what follows the last of the tags, or a file of pixels would be read whole.
        const OFCondition loaded = format.loadFileUntilTag(
            path.c_str(), EXS_Unknown, EGL_noChange, kElementBytes, ERM_fileOnly, DCM_SeriesNumber);
        if (loaded.bad()) {
            throw Trouble(TalkEnd::NotReady, std::string("a file that was sent: ") + loaded.text());
        }
        RawItem item;
        take(*format.getDataset(), kInstanceTags, item);
        take(*format.getDataset(), kStudyTags, item);
        item["level"] = "sent";
        answer.items.push_back(std::move(item));
    }
}

} // namespace

void findWorklist(const Request& request, Answer& answer) {
    const WorklistWish& wish = request.worklist;
    DcmDataset query;
    askFor(query, kWorklistTags);
    // What is asked with is ASCII; this says what we would read most gladly (PS3.4 K.4.1.1.3.1).
    query.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
    DcmItem* step = nullptr;
    query.findOrCreateSequenceItem(DCM_ScheduledProcedureStepSequence, step, -2);
    askFor(*step, kStepTags);
    query.putAndInsertString(DCM_PatientID, wish.patientId.c_str());
    query.putAndInsertString(DCM_AccessionNumber, wish.accession.c_str());
    step->putAndInsertString(DCM_ScheduledProcedureStepStartDate, wish.date.c_str());
    const Network network(request.peer, 0);
    const AssociationPtr association =
        associateFor(network, request.peer, UID_FINDModalityWorklistInformationModel);
    answer.implementation = implementationOf(*association);
    findOne(*association, request, UID_FINDModalityWorklistInformationModel, query,
            {nullptr, 0, 0, kMostItems, &answer, readWorklistItem});
    ::ASC_releaseAssociation(association.get());
}

namespace {

constexpr const char* kStudyRoot = UID_FINDStudyRootQueryRetrieveInformationModel;

// Below this study and series, or, with both empty, wherever it is.
void findInstance(T_ASC_Association& association, const Request& request, Answer& answer,
                  const FindWish& below, const std::string& instance) {
    DcmDataset query;
    askFor(query, kInstanceTags);
    query.putAndInsertString(DCM_QueryRetrieveLevel, "IMAGE");
    if (!below.study.empty()) {
        query.putAndInsertString(DCM_StudyInstanceUID, below.study.c_str());
        query.putAndInsertString(DCM_SeriesInstanceUID, below.series.c_str());
    }
    query.putAndInsertString(DCM_SOPInstanceUID, instance.c_str());
    findOne(association, request, kStudyRoot, query,
            {nullptr, 0, 0, kMostFiles, &answer, readInstanceItem});
}

void findStudy(T_ASC_Association& association, const Request& request, Answer& answer,
               const std::string& study) {
    DcmDataset query;
    askFor(query, kStudyTags);
    query.putAndInsertString(DCM_QueryRetrieveLevel, "STUDY");
    query.putAndInsertString(DCM_StudyInstanceUID, study.c_str());
    findOne(association, request, kStudyRoot, query,
            {nullptr, 0, 0, kMostFiles, &answer, readStudyItem});
}

const RawItem* foundItem(const Answer& answer, const std::string& instance) {
    const auto found =
        std::find_if(answer.items.begin(), answer.items.end(), [&](const auto& item) {
            const auto uid = item.find("sopInstance");
            return item.at("level") == "instance" && uid != item.end() && uid->second == instance;
        });
    return found == answer.items.end() ? nullptr : &*found;
}

std::string studyOf(const Answer& answer, const std::string& instance) {
    const RawItem* const item = foundItem(answer, instance);
    return item == nullptr || !item->contains("study") ? std::string() : item->at("study");
}

} // namespace

void findInstances(const Request& request, Answer& answer) {
    readSent(request, answer);
    const Network network(request.peer, 0);
    const AssociationPtr association = associateFor(network, request.peer, kStudyRoot);
    answer.implementation = implementationOf(*association);
    const FindWish& wish = request.find;
    for (const std::string& instance : wish.instances) {
        findInstance(*association, request, answer, wish, instance);
    }
    findStudy(*association, request, answer, wish.study);
    const auto lost =
        std::find_if(wish.instances.begin(), wish.instances.end(),
                     [&](const auto& one) { return foundItem(answer, one) == nullptr; });
    if (lost != wish.instances.end() && !answer.tooMany) {
        // Perhaps it keeps them under another study. Not every archive understands the question
        // (relational query, PS3.4 C.4.1.2.2.1), and one of them tells enough.
        try {
            findInstance(*association, request, answer, {}, *lost);
            const std::string elsewhere = studyOf(answer, *lost);
            if (isUid(elsewhere) && elsewhere != wish.study) { // and whose that is
                findStudy(*association, request, answer, elsewhere);
            }
        } catch (const Trouble&) {
            return; // the association is gone with it
        }
    }
    ::ASC_releaseAssociation(association.get());
}

} // namespace seihon::dicom_net
