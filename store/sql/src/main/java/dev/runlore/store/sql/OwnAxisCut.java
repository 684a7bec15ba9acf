// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.store.bucket.Axis;
import dev.runlore.store.bucket.Bucket;
import dev.runlore.store.bucket.Buckets;
import dev.runlore.store.bucket.Cut;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a series along what its points have by themselves. Parts outside of the range are not read, and where very many points are
 * in it, blocks of up to 256 are taken whole instead of the points: then a border between buckets lies up to so many points
 * later than it would, and each bucket is still exact for the points that it has. For the thread that has the session.
 */
final class OwnAxisCut {
    /** Up to so many points in the range, each is looked at. */
    private static final long MOST_POINTS = 512_000;

    private final SeriesNumbers numbers;
    private final Axis.Own axis;
    private final Cut cut;
    private final double firstTime;

    OwnAxisCut(SeriesNumbers numbers, Axis.Own axis, Cut cut) {
        this.numbers = numbers;
        this.axis = axis;
        this.cut = cut;
        this.firstTime = axis == Axis.Own.RELATIVE ? firstTime() : 0;
    }

    private double firstTime() {
        SeriesNumbers.Piece first = numbers.pieces().getFirst();
        if (first.head().timesAscend()) {
            return first.head().minTime();
        }
        long[] time = {0};
        numbers.read(first, (index, at, step, value) -> time[0] = index == 0 ? at : time[0]);
        return time[0];
    }

    private double x(long index, long time, double step) {
        return switch (axis) {
            case STEP -> Double.isNaN(step) ? index : step;
            case TIME, RELATIVE -> time - firstTime;
        };
    }

    /** Where a piece lies along x. */
    private record Extent(double from, double to) {
        boolean meets(Extent other) {
            return from <= other.to && to >= other.from;
        }

        boolean isWithin(Extent other) {
            return from >= other.from && to <= other.to;
        }
    }

    Buckets buckets() {
        List<SeriesNumbers.Piece> pieces = numbers.pieces();
        if (pieces.isEmpty()) {
            return Buckets.NONE;
        }
        List<Extent> extents = pieces.stream().map(this::extent).toList();
        Extent range = new Extent(
                cut.from()
                        .orElse(extents.stream().mapToDouble(Extent::from).min().orElseThrow()),
                cut.to().orElse(extents.stream().mapToDouble(Extent::to).max().orElseThrow()));
        if (range.from > range.to) {
            return Buckets.NONE;
        }
        Buckets.Filling filling = new Buckets.Filling(range.from, range.to, cut.width());
        boolean byBlocks = countWithin(range, pieces, extents) > MOST_POINTS && isAscending(pieces, extents);
        for (int i = 0; i < pieces.size(); i++) {
            if (extents.get(i).meets(range)) {
                add(pieces.get(i), byBlocks && extents.get(i).isWithin(range), range, filling);
            }
        }
        return filling.buckets();
    }

    private Extent extent(SeriesNumbers.Piece piece) {
        ChunkHead head = piece.head();
        if (axis != Axis.Own.STEP) {
            return new Extent(head.minTime() - firstTime, head.maxTime() - firstTime);
        }
        return switch (head.stepOrder()) {
            case ASCENDING -> new Extent(head.minStep(), head.maxStep());
            case ABSENT -> new Extent(piece.firstNumber(), piece.firstNumber() + head.numbers() - 1);
            case MIXED -> readExtent(piece);
        };
    }

    private Extent readExtent(SeriesNumbers.Piece piece) {
        double[] extent = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        numbers.read(piece, (index, time, step, value) -> {
            double x = x(index, time, step);
            extent[0] = Math.min(extent[0], x);
            extent[1] = Math.max(extent[1], x);
        });
        return new Extent(extent[0], extent[1]);
    }

    /** Points of the pieces that are in the range as a whole; those that a border cuts are read anyhow. */
    private static long countWithin(Extent range, List<SeriesNumbers.Piece> pieces, List<Extent> extents) {
        long count = 0;
        for (int i = 0; i < pieces.size(); i++) {
            count += extents.get(i).isWithin(range) ? pieces.get(i).head().numbers() : 0;
        }
        return count;
    }

    private boolean isAscending(List<SeriesNumbers.Piece> pieces, List<Extent> extents) {
        for (int i = 0; i < pieces.size(); i++) {
            ChunkHead head = pieces.get(i).head();
            boolean ascends =
                    axis == Axis.Own.STEP ? head.stepOrder() != ChunkHead.StepOrder.MIXED : head.timesAscend();
            if (!ascends || i > 0 && extents.get(i - 1).to > extents.get(i).from) {
                return false;
            }
        }
        return true;
    }

    private void add(SeriesNumbers.Piece piece, boolean byBlocks, Extent range, Buckets.Filling filling) {
        Optional<Pyramid> pyramid = byBlocks ? numbers.pyramid(piece) : Optional.empty();
        if (pyramid.isPresent()) {
            add(pyramid.get(), piece.firstNumber(), filling);
            return;
        }
        numbers.read(piece, (index, time, step, value) -> {
            double x = x(index, time, step);
            if (x >= range.from && x <= range.to) {
                filling.add(x, value);
            }
        });
    }

    private void add(Pyramid blocks, long firstNumber, Buckets.Filling filling) {
        long index = firstNumber;
        for (int i = 0; i < blocks.counts().length; i++) {
            int count = blocks.counts()[i];
            if (count > 0) {
                Bucket.Block block = new Bucket.Block(
                        count,
                        blocks.nans()[i],
                        blocks.firsts()[i],
                        blocks.lasts()[i],
                        blocks.mins()[i],
                        blocks.maxs()[i],
                        blocks.sums()[i],
                        blocks.losts()[i]);
                filling.add(x(index, blocks.times()[i], blocks.steps()[i]), block);
                index += count;
            }
        }
    }
}
