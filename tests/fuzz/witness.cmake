seihon_fuzz(witness-request SOURCES ${CMAKE_CURRENT_LIST_DIR}/witness_request.cpp USES witness)
