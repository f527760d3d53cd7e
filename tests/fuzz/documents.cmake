seihon_fuzz(fhir-answer SOURCES ${CMAKE_CURRENT_LIST_DIR}/fhir_answer.cpp USES documents record)
