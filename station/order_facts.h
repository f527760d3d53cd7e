#pragma once

#include "dicom/document.h"
#include "record/scan_job.h"

namespace seihon::station {

// Patient and study of a DICOM object that is made of this job's record. With an order they are
// what the worklist said, so that an archive files the object where it awaits it; what was typed
// stays in the record and in the log. Without one, what was typed.
void describeOrder(dicom::Document& document, const record::ScanJob& job);

// The study that the job's order names; empty without one.
std::string studyOfOrder(const record::ScanJob& job);

} // namespace seihon::station
