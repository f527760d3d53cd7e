#pragma once

#include "report/dice.h"

#include <chrono>
#include <string>
#include <vector>

namespace seihon::report {

// Invented people, houses and illnesses for the demo's paper. No name, number or place is a real
// one: every house is called a specimen (見本), every telephone number begins with 000.

struct Medicine {
    std::string name, dose, since, remark;
};

struct SampleCase {
    std::string patientName, patientKana, sex, birthDate, age, patientId, address, telephone, job;
    std::string fromHouse, fromAddress, fromTelephone, fromDoctor, doctorSeal, houseSeal;
    std::string toHouse, toDepartment, toDoctor;
    std::chrono::year_month_day written, received;
    std::string diagnosis, purpose, pastHistory, course, treatment, findings;
    std::vector<Medicine> medicines;
    std::string allergy;
    std::vector<std::string> note; // lines of the pencil note
    // Laboratory items that this illness moves: name → factor on the middle of the reference range.
    std::vector<std::pair<std::string, double>> shifts;
    double heartRate = 72;
    double stShift = 0; // millivolts in the lateral leads
};

SampleCase sampleCase(std::uint32_t seed, std::chrono::year_month_day received);

// "令和8年11月22日"
std::string eraDate(std::chrono::year_month_day date);
// "2026.11.22"
std::string dottedDate(std::chrono::year_month_day date);

} // namespace seihon::report
