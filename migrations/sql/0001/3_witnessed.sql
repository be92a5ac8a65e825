-- How fresh the journal is, and how far others have confirmed it (ADR 0017).

grant select on journal.number, journal.watermark, journal.checkpoint, journal.cosignature to wijk_definer;

-- Counts and moments of the whole journal, of no entry in particular. What is not under a checkpoint that a witness
-- confirmed could still be removed without a trace by whoever owns the database: `open_since` is when that began.
create function journal.exposure() returns table (
    numbered bigint, waiting bigint,
    signed_size bigint, signed_root bytea, signed_at timestamptz, unsigned_since timestamptz,
    confirmed_size bigint, confirmed_root bytea, confirmed_at timestamptz, open_since timestamptz,
    looked_at timestamptz
)
language sql stable security definer set search_path = pg_catalog as $$
    with late as (
        select count(*) as waiting, min(e.recorded_at) as since
        from journal.entry e, journal.watermark w
        where e.txid >= w.seen_below and not exists (select from journal.number n where n.entry_id = e.id)
    ), signed as (
        select c.size, c.root, c.signed_at from journal.checkpoint c order by c.size desc limit 1
    ), confirmed as (
        select c.size, c.root, (select min(at) from journal.cosignature where size = c.size) as at
        from journal.checkpoint c where c.size = (select max(size) from journal.cosignature)
    )
    select w.next_number, late.waiting,
           s.size, s.root, s.signed_at,
           coalesce((select n.recorded_at from journal.number n where n.number = coalesce(s.size, 0)), late.since),
           c.size, c.root, c.at,
           coalesce((select n.recorded_at from journal.number n where n.number = coalesce(c.size, 0)), late.since),
           clock_timestamp()
    from journal.watermark w cross join late left join signed s on true left join confirmed c on true
$$;
grant execute on function journal.exposure() to wijk_app, wijk_desk;
grant select on journal.witness_state to wijk_app;
