# Script of the test `consumer`: install, configure, build, run; stops at the first failure.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed (${result}): ${command}")
  endif()
endfunction()

file(REMOVE_RECURSE "${SCRATCH}")
run(${CMAKE_COMMAND} --install "${BUILD}" --prefix "${SCRATCH}/prefix")
run(${CMAKE_COMMAND} -S "${PROJECT}" -B "${SCRATCH}/build" -G "${GENERATOR}"
    "-DCMAKE_PREFIX_PATH=${SCRATCH}/prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build "${SCRATCH}/build")
run("${SCRATCH}/build/stranger")
if(NOT EXISTS "${SCRATCH}/prefix/bin/centinela")
  message(FATAL_ERROR "expected the program in ${SCRATCH}/prefix/bin, found none")
endif()
run("${SCRATCH}/prefix/bin/centinela" version)
