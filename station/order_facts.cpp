#include "station/order_facts.h"

namespace seihon::station {

namespace {

// PS3.3 C.2.3: these three, or nothing.
bool isSex(const std::string& sex) {
    return sex == "M" || sex == "F" || sex == "O";
}

} // namespace

std::string studyOfOrder(const record::ScanJob& job) {
    return job.order ? job.order->order.study : std::string();
}

void describeOrder(dicom::Document& document, const record::ScanJob& job) {
    dicom::PatientFacts& patient = document.patient;
    dicom::StudyFacts& study = document.study;
    patient.id = job.original.patient.id;
    patient.name = dicom::plainName(job.original.patient.name, {});
    if (!job.order) {
        study.at = job.pages.front().capturedAt;
        return;
    }
    const record::Order& order = job.order->order;
    const dicom::PersonName name{order.patient.alphabetic, order.patient.ideographic,
                                 order.patient.phonetic};
    if (!name.empty()) {
        patient.name = name;
    }
    patient.issuer = order.patient.issuer;
    patient.birthDate = order.patient.birthDate;
    patient.sex = isSex(order.patient.sex) ? order.patient.sex : std::string();
    // When the study begins is its owner's to say: other objects of it may be there.
    study.accession = order.accession;
    study.id = order.procedureId; // as IHE's scheduled workflow fills it
    study.description = order.procedure;
    study.referringPhysician = dicom::personNameFrom(order.referringPhysician);
    study.procedureId = order.procedureId;
    study.procedure = order.procedure;
    study.stepId = order.stepId;
    study.step = order.step;
}

} // namespace seihon::station
