# Compiler settings, and the three functions with which every folder declares itself.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
# The worker finds the paper feeder backend beside the executables.
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(SEIHON_CCACHE ccache)
if(SEIHON_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${SEIHON_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${SEIHON_CCACHE})
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

add_library(seihon_common INTERFACE)
target_include_directories(seihon_common INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(seihon_common INTERFACE
    -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
    # What g++ leaves out of -Wconversion and -Wextra in C++ as well.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion -Wno-missing-field-initializers>
    # g++ 12 at -O3 sees overflows inside libstdc++ that are none (GCC PR 105329, 105562, 107852).
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread>
    $<$<BOOL:${SEIHON_WERROR}>:-Werror>
    -fstack-protector-strong)
# Assertions guard evidence: they stay on in production too.
target_compile_definitions(seihon_common INTERFACE _GLIBCXX_ASSERTIONS SEIHON_VERSION="${PROJECT_VERSION}")
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
if(SEIHON_SANITIZE)
    add_compile_options(-fsanitize=${SEIHON_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    # g++ 12 sees uninitialised members inside libstdc++ where the sanitizers' own code stands (GCC PR 105562).
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-maybe-uninitialized)
    endif()
    add_link_options(-fsanitize=${SEIHON_SANITIZE})
    add_compile_definitions(SEIHON_SANITIZED) # no address space limit, and fewer steps of slow campaigns
endif()
if(SEIHON_FUZZ)
    # Coverage for libFuzzer; programs that are no fuzz target carry it along unused.
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# seihon_library(NAME SOURCES … USES project libraries … PRIVATE third-party libraries …)
# The edges must match the table of ARCHITECTURE.md; tests/architecture compares the includes with it.
function(seihon_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;USES;PRIVATE" ${ARGN})
    add_library(seihon_${name} STATIC ${arg_SOURCES})
    target_link_libraries(seihon_${name} PUBLIC seihon_common)
    foreach(used ${arg_USES})
        target_link_libraries(seihon_${name} PUBLIC seihon_${used})
    endforeach()
    target_link_libraries(seihon_${name} PRIVATE ${arg_PRIVATE})
endfunction()

# seihon_executable(NAME SOURCES … USES … PRIVATE …)
function(seihon_executable name)
    cmake_parse_arguments(arg "" "" "SOURCES;USES;PRIVATE" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE seihon_common)
    foreach(used ${arg_USES})
        target_link_libraries(${name} PRIVATE seihon_${used})
    endforeach()
    target_link_libraries(${name} PRIVATE ${arg_PRIVATE})
endfunction()

# seihon_test(FOLDER SOURCES … USES … PRIVATE …): one GoogleTest program a folder, `test-FOLDER`, one CTest test each.
function(seihon_test folder)
    cmake_parse_arguments(arg "OPTIMIZED;DEMO_HOME" "SHARDS;COST" "SOURCES;USES;PRIVATE;DEPENDS;SANITIZED" ${ARGN})
    find_package(GTest REQUIRED)
    seihon_executable(test-${folder} SOURCES ${arg_SOURCES} USES ${arg_USES}
        PRIVATE ${arg_PRIVATE} GTest::gtest_main GTest::gmock)
    if(arg_DEPENDS)
        add_dependencies(test-${folder} ${arg_DEPENDS})
    endif()
    target_compile_definitions(test-${folder} PRIVATE
        SEIHON_SOURCE_DIR="${CMAKE_SOURCE_DIR}" SEIHON_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    # Tests wait for the product; only a few count themselves (OPTIMIZED). A third less to compile. Not under sanitizers: the
    # frames of unoptimized std::regex are so large there that it runs out of stack.
    if(NOT arg_OPTIMIZED AND NOT SEIHON_SANITIZE)
        target_compile_options(test-${folder} PRIVATE $<$<CONFIG:Debug>:-O0>)
    endif()
    # SANITIZED a b: of a program that takes too long under sanitizers only these tests run there (GoogleTest's patterns).
    # DEMO_HOME: its tests copy the demo home that is made once for all.
    # COST n: what takes long starts first, so that no long one runs alone at the end.
    # SHARDS n: the program runs n times at once, each time with its share of the tests (GoogleTest's sharding).
    if(NOT arg_SHARDS)
        set(arg_SHARDS 1)
    endif()
    if(NOT arg_COST)
        set(arg_COST 1)
    endif()
    foreach(shard RANGE 1 ${arg_SHARDS})
        set(name ${folder})
        if(arg_SHARDS GREATER 1)
            set(name ${folder}-${shard})
        endif()
        math(EXPR index "${shard} - 1")
        add_test(NAME ${name} COMMAND test-${folder})
        # Brief: what failed is not lost among what passed where only a part of the output is kept.
        set(environment "GTEST_TOTAL_SHARDS=${arg_SHARDS}" "GTEST_SHARD_INDEX=${index}" "GTEST_BRIEF=1")
        if(SEIHON_SANITIZE AND arg_SANITIZED)
            string(REPLACE ";" ":" filter "${arg_SANITIZED}")
            list(APPEND environment "GTEST_FILTER=${filter}")
        endif()
        set_tests_properties(${name} PROPERTIES TIMEOUT 1800 COST ${arg_COST} ENVIRONMENT "${environment}")
        if(arg_DEMO_HOME)
            seihon_use_demo_home(${name})
        endif()
    endforeach()
endfunction()

# The demo home that `seihon init --demo` makes at the beginning of each run of tests (tests/CMakeLists.txt).
function(seihon_use_demo_home test)
    set_property(TEST ${test} APPEND PROPERTY FIXTURES_REQUIRED demo-home)
    set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "SEIHON_DEMO_HOME=${CMAKE_BINARY_DIR}/demo-home")
endfunction()

# seihon_fuzz(NAME SOURCES … USES …): a libFuzzer target `fuzz-NAME`; needs clang (presets `asan` and `fuzz`).
function(seihon_fuzz name)
    cmake_parse_arguments(arg "" "" "SOURCES;USES;PRIVATE" ${ARGN})
    seihon_executable(fuzz-${name} SOURCES ${arg_SOURCES} USES ${arg_USES} PRIVATE ${arg_PRIVATE})
    target_link_options(fuzz-${name} PRIVATE -fsanitize=fuzzer)
    if(NOT TARGET fuzzers)
        add_custom_target(fuzzers)
    endif()
    add_dependencies(fuzzers fuzz-${name})
endfunction()
