#pragma once

#include "record/digest.h"

#include <string>

namespace seihon::signing {

// Text of one DirectoryString element (X.520; UTF8String, PrintableString, BMPString, …) as UTF-8
// fit for people to read: no control characters, at most 256 bytes. Names come from outside and end
// on screens and in logs. Faults: CertificateUnusable.
std::string directoryString(record::Bytes element);

// How to call the subject or issuer of a certificate: its common name, or else its unit or
// organisation (the root of HPKI has no common name). Empty when there is none of them or none that
// is fit to show.
std::string subjectNameOf(record::Bytes certificateDer);
std::string issuerNameOf(record::Bytes certificateDer);

} // namespace seihon::signing
