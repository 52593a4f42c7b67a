import { testRoads } from './faults/testRoads';

/** Every fault of a poll, on every road on which a node waits. */

testRoads('query');
