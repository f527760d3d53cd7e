seihon_fuzz(record-json SOURCES ${CMAKE_CURRENT_LIST_DIR}/record_json.cpp USES record)
seihon_fuzz(record-text SOURCES ${CMAKE_CURRENT_LIST_DIR}/record_text.cpp USES record)
seihon_fuzz(clean-text SOURCES ${CMAKE_CURRENT_LIST_DIR}/clean_text.cpp USES record)
seihon_fuzz(record-corrections SOURCES ${CMAKE_CURRENT_LIST_DIR}/record_corrections.cpp USES record)
