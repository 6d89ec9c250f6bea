import Glibc
import Testing

@testable import Tunnels

/// The wait for the record of a tunnel's end.
@Suite struct TunnelProgramsTests {
    /// The number of questions for the cause until `wait` returns, with a cause from the question `known` on.
    private func questions(_ programs: TunnelPrograms, known: Int) -> (cause: Int?, count: Int) {
        var count = 0
        let cause = programs.wait { () -> Int? in
            count += 1
            return count >= known ? count : nil
        }
        return (cause, count)
    }

    private func start(_ words: [String]) throws -> pid_t {
        var program: pid_t = 0
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        try #require(posix_spawn(&program, words[0], nil, nil, &arguments, environ) == 0)
        return program
    }

    @Test func `the record of a program that has ended is awaited`() throws {
        let programs = TunnelPrograms()
        let program = try start(["/bin/true"])
        programs.add(program)
        var information = siginfo_t()
        #expect(waitid(P_PID, id_t(program), &information, WEXITED | WNOWAIT) == 0)
        #expect(questions(programs, known: 60).cause == 60)
        // Reaped and not yet recorded is the same.
        #expect(waitpid(program, nil, 0) == program)
        #expect(questions(programs, known: 60).cause == 60)
        // A recorded end has nothing more to say.
        programs.remove(program)
        #expect(questions(programs, known: 60).cause == nil)
    }

    @Test func `a program that runs is not awaited`() throws {
        let programs = TunnelPrograms()
        let program = try start(["/bin/sleep", "1000"])
        defer {
            kill(program, SIGKILL)
            waitpid(program, nil, 0)
        }
        programs.add(program)
        let (cause, count) = questions(programs, known: 400)
        #expect(cause == nil && count < 50)
    }
}
