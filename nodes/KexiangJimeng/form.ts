import { providerForm } from '../shared/operation/form';
import { jimeng } from './provider';

export const jimengForm = providerForm(jimeng.operations);
