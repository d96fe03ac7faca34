-- What wrk asks a server: every line of a file is the body of one question, asked in turn; an answer is
-- good when it is one. Ends by printing one JSON line for `eval/bench/under_load.py`.

local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init(arguments)
    bodies, at, good, bad = {}, 0, 0, 0
    for line in io.lines(arguments[1]) do
        table.insert(bodies, line)
    end
end

function request()
    at = at % #bodies + 1
    return wrk.format("POST", "/api/ask", { ["Content-Type"] = "application/json" }, bodies[at])
end

function response(status, _, body)
    if status == 200 and body:find('"answer_id"', 1, true) then
        good = good + 1
    else
        bad = bad + 1
    end
end

function done(summary, latency, _)
    local told, failed = 0, 0
    for _, thread in ipairs(threads) do
        told = told + thread:get("good")
        failed = failed + thread:get("bad")
    end
    local lost = summary.errors.connect + summary.errors.read + summary.errors.write
    io.write(string.format(
        '{"seconds": %.3f, "good": %d, "bad": %d, "lost": %d, "late": %d, '
            .. '"p50_ms": %.1f, "p95_ms": %.1f, "p99_ms": %.1f, "max_ms": %.1f}\n',
        summary.duration / 1e6, told, failed, lost, summary.errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
        latency.max / 1e3))
end
