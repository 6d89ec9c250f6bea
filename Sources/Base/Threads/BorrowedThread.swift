import Glibc

/// A thread for one call whose caller waits for it.
public enum BorrowedThread {
    private final class Work {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread and waits for its end; on the calling thread when the system has no thread left.
    ///
    /// The new thread inherits the caller's signal mask.
    public static func run(_ body: () -> Void) {
        withoutActuallyEscaping(body) { body in
            let box = Unmanaged.passRetained(Work(body))
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { pointer in
                    guard let pointer else { return nil }
                    Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
                    return nil
                }, box.toOpaque())
            if code == 0 {
                pthread_join(thread, nil)
            } else {
                box.takeRetainedValue().run()
            }
        }
    }
}
