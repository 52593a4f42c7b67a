import { testRoads } from './faults/testRoads';

/** Every fault of a download, on every road on which a node waits. */

testRoads('download');
