/** For each test file: what the nodes wait can be made to pass faster. */
jest.mock('../../nodes/shared/util/time', () => jest.requireActual('./quickTime'));
