// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The first of many rows in an order: a heap of the best so far, with the last of them on top. */
final class FirstRows {
    private final ColumnOrder order;
    private final int[] heap;
    private int size;

    FirstRows(ColumnOrder order, int most) {
        this.order = order;
        heap = new int[most];
    }

    void offer(int row) {
        if (size < heap.length) {
            heap[size++] = row;
            up(size - 1);
        } else if (order.compare(row, heap[0]) < 0) {
            heap[0] = row;
            down(0);
        }
    }

    private void up(int place) {
        int child = place;
        while (child > 0 && order.compare(heap[child], heap[(child - 1) / 2]) > 0) {
            swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    private void down(int place) {
        int parent = place;
        while (true) {
            int last = parent;
            for (int child = 2 * parent + 1; child <= 2 * parent + 2 && child < size; child++) {
                last = order.compare(heap[child], heap[last]) > 0 ? child : last;
            }
            if (last == parent) {
                return;
            }
            swap(last, parent);
            parent = last;
        }
    }

    private void swap(int a, int b) {
        int row = heap[a];
        heap[a] = heap[b];
        heap[b] = row;
    }

    /** Takes the rows out, in their order. */
    List<Long> take() {
        List<Long> rows = new ArrayList<>(size);
        while (size > 0) {
            rows.add((long) heap[0]);
            heap[0] = heap[--size];
            down(0);
        }
        Collections.reverse(rows);
        return rows;
    }
}
